import { assertEquals, assertStrictEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { assertWhole, chat, RUN, run, tool, turn } from "./_run_setup.ts";

Deno.test("traceRun() returns what its function returns", async () => {
  using recorder = new SpanRecorder();
  const value = {};

  assertStrictEquals(await traceRun(RUN, () => value), value);
  assertStrictEquals(await traceRun(RUN, () => Promise.resolve(value)), value);

  assertWhole(recorder, [run({}, []), run({}, [])]);
});

Deno.test("traceRun() sets every attribute of agent.run", async () => {
  using recorder = new SpanRecorder();

  await traceRun({
    ...RUN,
    scenarioId: "s-1",
    agentName: "Ada",
    provider: "groq",
  }, (agentRun) => {
    agentRun.answer("first");
    agentRun.answer("a😀é");
    agentRun.setAttribute("agent.plan.steps", 4);
  });

  assertWhole(
    recorder,
    run({
      "agent.scenario_id": "s-1",
      "gen_ai.agent.name": "Ada",
      "gen_ai.system": "groq",
      "gen_ai.provider.name": "groq",
      "agent.answer.length": 3,
      "agent.plan.steps": 4,
    }, []),
  );
});

Deno.test("traceRun() makes an id for a run that was given none", async () => {
  using recorder = new SpanRecorder();

  const [a, b] = await Promise.all(
    [1, 2].map(() =>
      traceRun({ runner: "mine", model: "gpt-5" }, ({ runId }) => runId)
    ),
  );

  assertEquals(/^[0-9a-f-]{36}$/.test(a ?? ""), true);
  assertEquals(a === b, false);
  const ids = recorder.spans.map(({ attributes }) =>
    attributes["agent.run_id"]
  );
  assertEquals(ids.toSorted(), [a, b].toSorted());
});

Deno.test("AgentRun.turn() makes a tree of the scoped form", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, async (agentRun) => {
    const list = agentRun.startToolsList({
      server: "iot",
      attributes: { "network.transport": "pipe" },
    });
    await list.run(() => list.result(7));
    const value = await agentRun.turn({
      phase: "execute",
      agentName: "Bob",
      model: "gpt-5-mini",
    }, async (first) => {
      const call = first.startChat();
      await call.run(() =>
        call.response({
          id: "r-1",
          model: "gpt-5-0101",
          finishReasons: ["tool_calls"],
          toolCalls: [{ id: "c-1", name: "history", input: { days: 3 } }],
          usage: { inputTokens: 10, outputTokens: 2 },
        })
      );
      const history = first.startTool({
        name: "history",
        server: "iot",
        callId: "c-1",
        input: { days: 3 },
        attributes: { "mcp.method.name": "tools/call" },
      });
      await history.run(() => history.result("héllo"));
      return "next";
    });
    assertEquals(value, "next");
  });

  assertWhole(
    recorder,
    run({
      "agent.turns": 1,
      "agent.tool_calls": 1,
      "agent.usage.input_tokens": 10,
      "agent.usage.output_tokens": 2,
      "agent.prompt.max_tokens": 10,
      "agent.prompt.max_turn": 1,
      "agent.prompt.max_agent": "Bob",
    }, [
      {
        name: "tools/list",
        kind: "client",
        status: "unset",
        attributes: {
          "mcp.method.name": "tools/list",
          "tool.server": "iot",
          "network.transport": "pipe",
          "mcp.tools.count": 7,
        },
      },
      turn(1, {
        "gen_ai.agent.name": "Bob",
        "gen_ai.request.model": "gpt-5-mini",
        "turn.phase": "execute",
        "turn.tool_calls": 1,
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 2,
        "turn.prompt.size_bucket": "<1k",
      }, [
        chat(
          {
            "gen_ai.response.id": "r-1",
            "gen_ai.response.model": "gpt-5-0101",
            "gen_ai.response.finish_reasons": ["tool_calls"],
            "gen_ai.usage.input_tokens": 10,
            "gen_ai.usage.output_tokens": 2,
          },
          [],
          "gpt-5-mini",
        ),
        tool("history", {
          "tool.server": "iot",
          "gen_ai.tool.call.id": "c-1",
          "mcp.method.name": "tools/call",
          "tool.result.size": 6,
        }),
      ]),
    ]),
  );
});

Deno.test("AgentRun.startTurn() closes the turn before it", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    assertEquals(agentRun.turnCount, 0);
    assertEquals(agentRun.currentTurn, undefined);
    const first = agentRun.startTurn();
    first.startChat().end();
    const second = agentRun.startTurn({ phase: "plan" });
    assertEquals([first.index, second.index], [1, 2]);
    assertEquals(agentRun.turnCount, 2);
    assertStrictEquals(agentRun.currentTurn, second);
    // It has ended: what comes late leaves no span, and ends nothing again.
    first.end();
    first.startTool({ name: "late" }).end();
    first.startChat().end();
    second.end();
    assertEquals(agentRun.currentTurn, undefined);
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 2 }, [
      turn(1, {}, [chat()]),
      turn(2, { "turn.phase": "plan" }),
    ]),
  );
});

Deno.test("AgentRun.startChat() opens the next turn with its options", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    agentRun.startChat().end();
    agentRun.startChat({
      phase: "summarize",
      agentName: "Bob",
      model: "claude-x",
    }).end();
    agentRun.startChat({ model: "house", provider: "groq" }).end();
    agentRun.startChat({ model: "house" }).end();
  });

  const other = (provider: string) => ({
    "gen_ai.provider.name": provider,
    "gen_ai.system": provider,
  });
  assertWhole(
    recorder,
    run({ "agent.turns": 4 }, [
      turn(1, {}, [chat()]),
      turn(2, {
        "turn.phase": "summarize",
        "gen_ai.agent.name": "Bob",
        "gen_ai.request.model": "claude-x",
      }, [chat(other("anthropic"), [], "claude-x")]),
      turn(3, { "gen_ai.request.model": "house" }, [
        chat(other("groq"), [], "house"),
      ]),
      turn(4, { "gen_ai.request.model": "house" }, [
        chat({}, [], "house"),
      ]),
    ]),
  );
});

Deno.test("a turn takes 100,000 model calls, and has the text of them all", async () => {
  const texts: string[] = [];
  const { trajectory } = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((turn) => {
      for (let place = 1; place <= 100_000; place++) {
        const call = turn.startChat();
        call.response({ text: String(place) });
        call.end();
        // It is there while the turn goes on, too.
        if (place === 2) texts.push(agentRun.trajectory.turns[0]!.text);
      }
    });
    return agentRun;
  });

  const lines = trajectory.turns[0]?.text.split("\n") ?? [];
  assertEquals(texts, ["1\n2"]);
  assertEquals([lines.length, lines[0], lines.at(-1)], [1e5, "1", "100000"]);
  assertEquals(
    JSON.parse(JSON.stringify(trajectory.turns[0])).text.length,
    588_894,
  );
});
