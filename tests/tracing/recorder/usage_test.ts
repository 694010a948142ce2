import { assertEquals } from "@std/assert";
import { sizeBucket } from "../../../tracing/prompt/growth.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { Usage } from "../../../tracing/prompt/wire/model_response.ts";
import type { AgentScope, Turn } from "../../../tracing/recorder/types.ts";
import {
  assertWhole,
  chat,
  invoke,
  RUN,
  run,
  tool,
  turn,
  unknownSources,
} from "./_run_setup.ts";

/** A model call in a turn that reports a usage. */
function ask(scope: AgentScope | Turn, usage: Usage): void {
  const call = scope.startChat();
  call.response({ usage });
  call.end();
}

const input = (tokens: number) => ({ "gen_ai.usage.input_tokens": tokens });

Deno.test("Turn.end() sums the usage of its chats", async () => {
  using recorder = new SpanRecorder();

  const agentRun = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) => {
      ask(open, {
        inputTokens: 1000,
        outputTokens: 20,
        cacheReadTokens: 300,
        reasoningTokens: 5,
      });
      ask(open, {
        inputTokens: 500,
        cacheReadTokens: 100,
        cacheWriteTokens: 7,
      });
      open.startChat().end();
    });
    return agentRun;
  });

  const sum = {
    "gen_ai.usage.input_tokens": 1500,
    "gen_ai.usage.output_tokens": 20,
    "gen_ai.usage.cache_read.input_tokens": 400,
    "gen_ai.usage.cache_write.input_tokens": 7,
    "gen_ai.usage.cache_creation.input_tokens": 7,
    "gen_ai.usage.reasoning.output_tokens": 5,
  };
  assertWhole(
    recorder,
    run({
      "agent.turns": 1,
      "agent.usage.input_tokens": 1500,
      "agent.usage.output_tokens": 20,
      "agent.prompt.max_tokens": 1500,
      "agent.prompt.max_turn": 1,
      "agent.prompt.max_agent": "mine",
    }, [
      turn(1, { ...sum, "turn.prompt.size_bucket": "1k-2k" }, [
        chat({
          ...input(1000),
          "gen_ai.usage.output_tokens": 20,
          "gen_ai.usage.cache_read.input_tokens": 300,
          "gen_ai.usage.reasoning.output_tokens": 5,
        }),
        chat({
          ...input(500),
          "gen_ai.usage.cache_read.input_tokens": 100,
          "gen_ai.usage.cache_write.input_tokens": 7,
          "gen_ai.usage.cache_creation.input_tokens": 7,
        }),
        chat(),
      ]),
    ]),
  );
  assertEquals(agentRun.usage, {
    inputTokens: 1500,
    outputTokens: 20,
    cacheReadTokens: 400,
    cacheWriteTokens: 7,
    reasoningTokens: 5,
  });
  assertEquals(agentRun.trajectory.turns[0]?.usage, agentRun.usage);
});

Deno.test("Turn.end() leaves out what was not reported", async () => {
  using recorder = new SpanRecorder();

  const { trajectory } = await traceRun(RUN, (agentRun) => {
    ask(agentRun, { outputTokens: 4 });
    ask(agentRun, {});
    return agentRun;
  });

  const output = { "gen_ai.usage.output_tokens": 4 };
  assertWhole(
    recorder,
    run({ "agent.turns": 2, "agent.usage.output_tokens": 4 }, [
      turn(1, output, [chat(output)]),
      turn(2, {}, [chat()]),
    ]),
  );
  assertEquals(trajectory.turns.map(({ usage }) => usage), [
    { outputTokens: 4 },
    undefined,
  ]);
});

Deno.test("Turn.end() tells by how many tokens the prompt grew", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    for (const tokens of [100, 14_000, undefined, 900, 300]) {
      ask(agentRun, tokens === undefined ? {} : { inputTokens: tokens });
    }
  });

  const span = (
    index: number,
    tokens: number,
    bucket: string,
    delta?: number,
  ) =>
    turn(index, {
      ...input(tokens),
      "turn.prompt.size_bucket": bucket,
      ...(delta === undefined ? {} : { "turn.prompt.delta_tokens": delta }),
    }, [chat(input(tokens))]);
  assertWhole(
    recorder,
    run({
      "agent.turns": 5,
      "agent.usage.input_tokens": 15_300,
      "agent.prompt.max_tokens": 14_000,
      "agent.prompt.max_turn": 2,
      "agent.prompt.max_agent": "mine",
    }, [
      span(1, 100, "<1k"),
      span(2, 14_000, "8k-16k", 13_900),
      turn(3, {}, [chat()]),
      span(4, 900, "<1k"),
      span(5, 300, "<1k", -600),
    ]),
  );
});

Deno.test("sizeBucket() has the lower bound inside", () => {
  const names = [
    "<1k",
    "1k-2k",
    "2k-4k",
    "4k-8k",
    "8k-16k",
    "16k-32k",
    "32k-64k",
    "64k-128k",
    ">=128k",
  ];
  const bounds = [1, 2, 4, 8, 16, 32, 64, 128].map((k) => k * 1000);
  assertEquals(bounds.map((bound) => sizeBucket(bound)), names.slice(1));
  assertEquals(
    bounds.map((bound) => sizeBucket(bound - 1)),
    names.slice(0, -1),
  );
  assertEquals(sizeBucket(0), "<1k");
  assertEquals(sizeBucket(10_000_000), ">=128k");
});

Deno.test("AgentRun.end() finds the largest prompt, agents inside included", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    ask(agentRun, { inputTokens: 10, outputTokens: 1 });
    const outer = agentRun.startTurn();
    ask(outer, { inputTokens: 50 });
    const task = outer.startTool({ name: "task" });
    const helper = task.startAgent({ name: "helper" });
    // As large as the turn around it, which began earlier and ends later.
    ask(helper, { inputTokens: 50, outputTokens: 2 });
    helper.end();
    task.end();
    outer.end();
    ask(agentRun, { inputTokens: 50 });
  });

  const bucket = { "turn.prompt.size_bucket": "<1k" };
  assertWhole(
    recorder,
    run({
      "agent.turns": 4,
      "agent.tool_calls": 1,
      "agent.usage.input_tokens": 160,
      "agent.usage.output_tokens": 3,
      "agent.prompt.max_tokens": 50,
      "agent.prompt.max_turn": 2,
      "agent.prompt.max_agent": "mine",
    }, [
      turn(1, {
        ...bucket,
        ...input(10),
        "gen_ai.usage.output_tokens": 1,
      }, [chat({ ...input(10), "gen_ai.usage.output_tokens": 1 })]),
      turn(2, {
        ...bucket,
        ...input(50),
        "turn.prompt.delta_tokens": 40,
        "turn.tool_calls": 1,
      }, [
        chat(input(50)),
        tool("task", {}, [
          invoke("helper", 1, [
            turn(1, {
              ...bucket,
              ...input(50),
              "gen_ai.agent.name": "helper",
              "gen_ai.usage.output_tokens": 2,
            }, [chat({ ...input(50), "gen_ai.usage.output_tokens": 2 })]),
          ], unknownSources(50)),
        ]),
      ]),
      turn(3, { ...bucket, ...input(50), "turn.prompt.delta_tokens": 0 }, [
        chat(input(50)),
      ]),
    ]),
  );
});

Deno.test("AgentRun.end() names the agent inside that sent the largest prompt", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const outer = agentRun.startTurn();
    ask(outer, { inputTokens: 10 });
    const helper = outer.startTool({ name: "task" }).startAgent({
      name: "helper",
    });
    ask(helper, { inputTokens: 5 });
    ask(helper, { inputTokens: 11 });
  });

  const { attributes } = recorder.spans.at(-1)!;
  assertEquals(attributes["agent.prompt.max_tokens"], 11);
  assertEquals(attributes["agent.prompt.max_turn"], 2);
  assertEquals(attributes["agent.prompt.max_agent"], "helper");
  assertEquals(attributes["agent.turns"], 3);
});

Deno.test("Chat.response() takes for not reported what is no count of tokens", async () => {
  using recorder = new SpanRecorder();

  const agentRun = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) =>
      ask(open, {
        inputTokens: Number.NaN,
        outputTokens: 1.5,
        cacheReadTokens: -1,
        reasoningTokens: 3,
      })
    );
    return agentRun;
  });

  const usage = { "gen_ai.usage.reasoning.output_tokens": 3 };
  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, usage, [chat(usage)])]),
  );
  assertEquals(agentRun.usage, { reasoningTokens: 3 });
});

Deno.test("Chat.response() takes for a count what is one, and 0 for all for none", async () => {
  for (
    const [told, usage] of [
      [{ inputTokens: "57", outputTokens: "6" }, {
        inputTokens: 57,
        outputTokens: 6,
      }],
      [{ inputTokens: 57, outputTokens: 0 }, {
        inputTokens: 57,
        outputTokens: 0,
      }],
      [{ inputTokens: 57, cacheReadTokens: "3", cacheWriteTokens: 40 }, {
        inputTokens: 57,
        cacheReadTokens: 3,
        cacheWriteTokens: 40,
      }],
      [{ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 }, {}],
      [{ inputTokens: Number.NaN, outputTokens: -1, reasoningTokens: 0.5 }, {}],
      [null, {}],
    ] as [unknown, Usage][]
  ) {
    using recorder = new SpanRecorder();
    const found = await traceRun(RUN, (agentRun) => {
      ask(agentRun, told as Usage);
      agentRun.startTurn().end();
      return Promise.resolve(agentRun.usage);
    });
    assertEquals(found, usage);
    const turn = recorder.spans.find(({ name }) => name === "agent.turn");
    assertEquals(
      turn?.attributes["turn.prompt.size_bucket"],
      "inputTokens" in usage ? "<1k" : undefined,
    );
  }
});
