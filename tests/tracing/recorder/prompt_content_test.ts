/**
 * The content of requests that go on from one another, of which each message is
 * written once.
 *
 * @module
 */
import { trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import {
  BasicTracerProvider,
  type ReadableSpan,
  SamplingDecision,
} from "@opentelemetry/sdk-trace-base";
import { scopes } from "../../../tracing/base/scopes.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { AgentScope } from "../../../tracing/recorder/types.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { capturing, RUN, withEnv } from "./_run_setup.ts";

const user = (content: string) => ({ role: "user", content });
const system = (content: string) => ({ role: "system", content });
const CALL = {
  role: "assistant",
  content: null,
  tool_calls: [{ id: "c", function: { name: "add", arguments: "{}" } }],
};
const RESULT = {
  role: "tool",
  tool_call_id: "c",
  content: '{"sum":"3\ud800"}',
};

/** Makes a model call that sends a request. */
function ask(agent: AgentScope, request: object): void {
  const chat = agent.startChat();
  chat.in(() =>
    scopes.getStore()?.http.requestBody?.(
      JSON.stringify({ model: "gpt-5", ...request }),
    )
  );
  chat.end();
}

/** What the chats of a run say of their requests. */
async function contentOf(requests: readonly object[]) {
  using recorder = new SpanRecorder();
  await traceRun(RUN, (run) => {
    for (const request of requests) ask(run, request);
  });
  return contentIn(recorder.spans);
}

function contentIn(
  spans: readonly Pick<ReadableSpan | RecordedSpan, "name" | "attributes">[],
) {
  return spans.filter(({ name }) => name.startsWith("chat")).map(
    ({ attributes }) =>
      ["gen_ai.system_instructions", "gen_ai.input.messages"].map((name) => {
        const value = attributes[name];
        return value === undefined ? undefined : JSON.parse(String(value));
      }),
  );
}

Deno.test("Chat tells each request as it does one that stands alone", async () => {
  using _on = capturing();
  const conversations = {
    "that grows": [
      [system("be"), user("one")],
      [system("be"), user("one"), CALL, RESULT],
      [system("be"), user("one"), CALL, RESULT, user("two")],
    ],
    "with instructions in the middle": [
      [user("one")],
      [user("one"), system("be"), user("two")],
      [user("one"), system("be"), user("two"), system("so"), user("three")],
    ],
    "that is cut and goes on": [
      [system("be"), user("one"), CALL, RESULT, user("two")],
      [system("be"), user("one"), user("summary")],
      [system("be"), user("one"), user("summary"), user("three")],
      [user("alone")],
    ],
    "with messages of no content": [
      [user("one"), { role: "assistant", content: null }],
      [user("one"), { role: "assistant", content: null }, user("two")],
    ],
    "of which nothing stays but what stands before it": [
      [user("one"), user("two")],
      [user("three")],
      [],
      [user("four")],
    ],
  };
  const formats: Record<string, (list: readonly object[]) => object> = {
    "chat completions": (messages) => ({ messages }),
    messages: (messages) => ({ system: "head", messages }),
    responses: (input) => ({ instructions: "head", input }),
  };
  for (const [format, made] of Object.entries(formats)) {
    for (const [name, conversation] of Object.entries(conversations)) {
      const requests = conversation.map((messages) => made(messages));
      const alone = [];
      for (const request of requests) {
        alone.push(...await contentOf([request]));
      }
      assertEquals(await contentOf(requests), alone, `${format}, ${name}`);
    }
  }
});

Deno.test("Chat keeps out a secret that an earlier request held", async () => {
  using recorder = new SpanRecorder();
  using _on = capturing();
  await traceRun(RUN, (run) => {
    ask(run, { system: "say a-new-token", messages: [user("a-new-token")] });
    using _env = withEnv({
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
      CONTENT_TEST_TOKEN: "a-new-token",
    });
    ask(run, {
      system: "say a-new-token",
      messages: [user("a-new-token"), user("and a-new-token")],
    });
  });

  const message = (content: string) => ({
    role: "user",
    parts: [{ type: "text", content }],
  });
  assertEquals(contentIn(recorder.spans)[1], [
    [{ type: "text", content: "say [redacted]" }],
    [message("[redacted]"), message("and [redacted]")],
  ]);
});

Deno.test("Chat tells the whole request behind one that was not recorded", async () => {
  using _on = capturing();
  const requests = [[user("one")], [user("two")], [user("two"), user("three")]]
    .map((messages) => ({ messages }));
  const [first, , third] = await contentOf(requests);
  const spans: ReadableSpan[] = [];
  let chats = 0;
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      sampler: {
        shouldSample: (_context, _traceId, name) => ({
          decision: name.startsWith("chat") && ++chats === 2
            ? SamplingDecision.NOT_RECORD
            : SamplingDecision.RECORD_AND_SAMPLED,
        }),
      },
      spanProcessors: [{
        onStart() {},
        onEnd: (span) => void spans.push(span),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      }],
    }),
  );
  try {
    await traceRun({ ...RUN, readRequests: true }, (run) => {
      for (const request of requests) ask(run, request);
    });

    assertEquals(contentIn(spans), [first, third]);
  } finally {
    trace.disable();
  }
});
