import { assertEquals, assertRejects } from "@std/assert";
import { scopes } from "../../../tracing/base/scopes.ts";
import { addSecrets } from "../../../tracing/privacy/redact.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  assertWhole,
  capturing,
  exportedText,
  RUN,
  run,
  tool,
  turn,
  withEnv,
} from "./_run_setup.ts";

const SECRET = "mcp-secret-value";

class EndpointError extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

/** A run with a marker in every place where somebody's words can be. */
async function marked(): Promise<SpanRecorder> {
  using recorder = new SpanRecorder();
  addSecrets([SECRET]);
  const innermost = new Error("MARKER-cause");
  const endpoint = new EndpointError(
    `400 MARKER-endpoint\n    at MARKER-line (x.ts:1:1)`,
    400,
  );
  endpoint.cause = innermost;
  const wrapped = new Error("MARKER-wrapped", { cause: endpoint });
  await assertRejects(() =>
    traceRun(RUN, async (agentRun) => {
      const call = agentRun.startChat();
      call.in(() =>
        scopes.getStore()?.http.requestBody?.(JSON.stringify({
          messages: [
            { role: "system", content: "MARKER-system" },
            { role: "user", content: `MARKER-question ${SECRET}` },
          ],
          tools: [{ function: { name: "add", description: "MARKER-tool" } }],
        }))
      );
      call.response({
        text: "MARKER-reply",
        toolCalls: [
          { id: "c-1", name: "add", input: { a: "MARKER-argument" } },
          { id: "c-2", name: "none", input: '{"a":"MARKER-unused"}' },
        ],
        finishReasons: ["tool_calls"],
      });
      call.end();
      const open = agentRun.currentTurn!;
      const add = open.startTool({
        name: "add",
        callId: "c-1",
        input: { a: "MARKER-argument", key: SECRET },
      });
      add.result("MARKER-result", "tool_error");
      add.end();
      for (
        const thrown of [
          new Error("MARKER-tool-error", { cause: new Error("MARKER-inner") }),
          "MARKER-tool-text",
        ]
      ) {
        const broken = open.startTool({ name: "broken" });
        await broken.run(() => Promise.reject(thrown)).catch(() => {});
      }
      agentRun.answer("MARKER-answer");
      agentRun.startChat().attemptFailed(wrapped);
      // What a framework throws on may be what it had wrapped.
      throw innermost;
    })
  );
  return recorder;
}

Deno.test("traceRun() keeps content out of spans", async () => {
  assertEquals(exportedText(await marked()).match(/MARKER[\w-]*/), null);
});

Deno.test("traceRun() keeps secrets out of spans, whatever is captured", async () => {
  using _on = capturing();
  assertEquals(exportedText(await marked()).includes(SECRET), false);
});

Deno.test("traceRun() puts content on spans when it is asked to", async () => {
  for (const value of ["true", "SPAN_ONLY", "span_and_event", " True "]) {
    using _on = capturing(value);
    const { spans } = await marked();

    const [chat, add] = spans;
    const json = (key: string) => JSON.parse(String(chat?.attributes[key]));
    assertEquals(json("gen_ai.system_instructions"), [
      { type: "text", content: "MARKER-system" },
    ]);
    assertEquals(json("gen_ai.input.messages"), [{
      role: "user",
      parts: [{ type: "text", content: "MARKER-question [redacted]" }],
    }]);
    assertEquals(json("gen_ai.output.messages"), [{
      role: "assistant",
      parts: [
        { type: "text", content: "MARKER-reply" },
        {
          type: "tool_call",
          id: "c-1",
          name: "add",
          arguments: { a: "MARKER-argument" },
        },
        {
          type: "tool_call",
          id: "c-2",
          name: "none",
          arguments: '{"a":"MARKER-unused"}',
        },
      ],
      finish_reason: "tool_calls",
    }]);
    assertEquals(
      add?.attributes["gen_ai.tool.call.arguments"],
      '{"a":"MARKER-argument","key":"[redacted]"}',
    );
    assertEquals(
      add?.attributes["gen_ai.tool.call.result"],
      '"MARKER-result"',
    );
  }
});

Deno.test("traceRun() takes anything else for no wish to capture content", async () => {
  for (const value of ["false", "1", "yes", "event_only", ""]) {
    using _on = capturing(value);
    assertEquals(exportedText(await marked()).match(/MARKER[\w-]*/), null);
  }
});

Deno.test("Chat tells a whole conversation when content is captured", async () => {
  using _on = capturing();
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    agentRun.startChat({
      request: {
        messages: [
          { role: "user", content: "a" },
          {
            role: "assistant",
            content: "b",
            tool_calls: [{
              id: "c-1",
              function: { name: "add", arguments: "{}" },
            }],
          },
          { role: "tool", tool_call_id: "c-1", content: "3" },
        ],
      },
    }).end();
  });

  const { attributes } = recorder.spans[0]!;
  assertEquals(JSON.parse(String(attributes["gen_ai.input.messages"])), [
    { role: "user", parts: [{ type: "text", content: "a" }] },
    {
      role: "assistant",
      parts: [
        { type: "text", content: "b" },
        { type: "tool_call", id: "c-1", name: "add", arguments: "{}" },
      ],
    },
    {
      role: "tool",
      parts: [{ type: "tool_call_response", id: "c-1", response: "3" }],
    },
  ]);
  assertEquals("gen_ai.system_instructions" in attributes, false);
  assertEquals("gen_ai.output.messages" in attributes, false);
});

Deno.test("Turn.startTool() takes arguments that are no JSON", async () => {
  using _on = capturing();
  using recorder = new SpanRecorder();

  await traceRun(
    RUN,
    (agentRun) =>
      agentRun.turn((open) =>
        open.startTool({ name: "x", input: { a: 1n } }).end()
      ),
  );

  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
      turn(1, { "turn.tool_calls": 1 }, [
        tool("x", { "gen_ai.tool.call.arguments": "null" }),
      ]),
    ]),
  );
});

Deno.test("traceRun() tells the person and the trajectory the whole text", async () => {
  using recorder = new SpanRecorder();
  const error = new EndpointError("400 the prompt said MARKER", 400);

  const { error: told, trajectory } = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) =>
      open.startChat().run(() => Promise.reject(error))
    ).catch(() => {});
    agentRun.fail(error);
    return agentRun;
  });

  const whole = { type: "400", message: "400 the prompt said MARKER" };
  assertEquals(told, whole);
  assertEquals(trajectory.turns[0]?.error, whole);
  assertEquals(recorder.spans.map(({ status }) => status.message), [
    "400",
    "400",
    "400",
  ]);
});

Deno.test("traceRun() keeps out a secret that is set while the run goes on", async () => {
  using recorder = new SpanRecorder();
  using _on = capturing();
  await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) => {
      open.startTool({ name: "log_in" }).result("not yet: a-new-token");
    });
    using _env = withEnv({
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
      CONTENT_TEST_TOKEN: "a-new-token",
    });
    await agentRun.turn((open) => {
      open.startTool({ name: "show", input: { key: "a-new-token" } })
        .result("a-new-token");
    });
  });

  const [, , show] = recorder.spans;
  assertEquals(show?.attributes["gen_ai.tool.call.result"], '"[redacted]"');
  assertEquals(
    show?.attributes["gen_ai.tool.call.arguments"],
    '{"key":"[redacted]"}',
  );
});
