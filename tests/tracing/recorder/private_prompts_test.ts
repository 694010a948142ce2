import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { getHeapSnapshot } from "node:v8";
import type { Json } from "../../../tracing/base/json.ts";
import { RequestReader } from "../../../tracing/prompt/request_reader.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { capturing, RUN } from "./_run_setup.ts";
import { sendCounted } from "./_counted_calls.ts";

/** Texts in all places of a prompt: each is long enough for digests of parts. */
type Texts = (place: string) => string;

const schema = (text: Texts) => ({
  type: "object",
  description: text("schema"),
  properties: { [text("property")]: { enum: [text("enum")] } },
});

/** A conversation in each format, as it goes on. */
const FORMATS: Readonly<Record<string, (text: Texts, more: boolean) => Json>> =
  {
    "chat completions": (text, more) => ({
      model: "gpt-5",
      user: text("user id"),
      tools: [{
        type: "function",
        function: {
          name: "latest",
          description: text("definition"),
          parameters: schema(text),
        },
      }],
      response_format: { type: "json_schema", json_schema: schema(text) },
      messages: [
        { role: "system", content: text("system") },
        {
          role: "user",
          content: [
            { type: "text", text: text("question") },
            { type: "image_url", image_url: { url: text("image") } },
          ],
        },
        ...(more
          ? [
            {
              role: "assistant",
              content: text("answer"),
              reasoning_content: text("reasoning"),
              tool_calls: [{
                id: "c-1",
                type: "function",
                function: {
                  name: "latest",
                  arguments: JSON.stringify({ a: text("argument") }),
                },
              }],
            },
            { role: "tool", tool_call_id: "c-1", content: text("result") },
          ]
          : []),
      ],
    }),
    messages: (text, more) => ({
      model: "claude",
      metadata: { user_id: text("user id") },
      tools: [{
        name: "latest",
        description: text("definition"),
        input_schema: schema(text),
      }],
      output_format: { type: "json_schema", schema: schema(text) },
      system: [{ type: "text", text: text("system") }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: text("question") },
            { type: "image", source: { data: text("image") } },
          ],
        },
        ...(more
          ? [
            {
              role: "assistant",
              content: [
                { type: "thinking", thinking: text("reasoning") },
                { type: "text", text: text("answer") },
                {
                  type: "tool_use",
                  id: "c-1",
                  name: "latest",
                  input: { a: text("argument") },
                },
              ],
            },
            {
              role: "user",
              content: [{
                type: "tool_result",
                tool_use_id: "c-1",
                content: text("result"),
              }],
            },
          ]
          : []),
      ],
    }),
    responses: (text, more) => ({
      model: "gpt-5",
      instructions: text("system"),
      tools: [{
        type: "function",
        name: "latest",
        description: text("definition"),
        parameters: schema(text),
      }],
      text: { format: { type: "json_schema", schema: schema(text) } },
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: text("question") },
            { type: "input_image", image_url: text("image") },
          ],
        },
        ...(more
          ? [
            { type: "reasoning", summary: [{ text: text("reasoning") }] },
            {
              type: "function_call",
              call_id: "c-1",
              name: "latest",
              arguments: JSON.stringify({ a: text("argument") }),
            },
            {
              type: "function_call_output",
              call_id: "c-1",
              output: text("result"),
            },
          ]
          : []),
      ],
    }),
  };

/** Has a conversation of three requests. */
function converse(run: AgentRun, body: (more: boolean) => Json): void {
  sendCounted(run, {
    body: body(false),
    tokens: [900, 50],
    tools: [["iot", "latest", "c-1"]],
  });
  sendCounted(run, { body: body(true), tokens: [1_900, 50] });
  sendCounted(run, { body: body(true), tokens: [1_900, 50] });
}

/** All that a run sends to a backend. */
async function exported(body: (more: boolean) => Json): Promise<string> {
  using recorder = new SpanRecorder();
  await traceRun(RUN, (run) => converse(run, body));
  const bytes = JsonTraceSerializer.serializeRequest(
    recorder.spans as never,
  );
  return new TextDecoder().decode(bytes);
}

for (const [format, bodyOf] of Object.entries(FORMATS)) {
  Deno.test(`Run exports no text of ${format}, and no digest of one`, async () => {
    const text: Texts = (place) => `MARKED ${place} `.repeat(20);
    const body = (more: boolean) => bodyOf(text, more);
    const sent = await exported(body);

    assertEquals(sent.includes("MARKED"), false);
    assertStringIncludes(sent, "turn.prompt.sources");
    assertStringIncludes(sent, "turn.cache.expected_tokens");
    const reader = new RequestReader(() => undefined);
    const options = { model: "gpt-5" };
    const { pieces } = reader.read(JSON.stringify(body(true)), options)!;
    const digests = pieces.flatMap(({ digest, chunks }) => [digest, ...chunks]);
    assert(digests.length > pieces.length);
    // A number of few digits may stand anywhere.
    for (const digest of digests.filter((one) => one > 1e8)) {
      assertEquals(sent.includes(`${digest}`), false);
    }
    // With content on, it is the texts that a test like this looks for.
    using _on = capturing();
    assertStringIncludes(await exported(body), "MARKED");
  });

  Deno.test(`Run keeps no text of ${format} while it is open`, async () => {
    using _recorder = new SpanRecorder();
    // Nobody else in this process has written it.
    const mark = crypto.randomUUID();
    await traceRun(RUN, async (run) => {
      converse(
        run,
        (more) => bodyOf((place) => `${mark} ${place} `.repeat(20), more),
      );
      // Each look collects garbage; the engine itself may let go late.
      let times = Infinity;
      for (let tries = 0; times > 0 && tries < 5; tries++) {
        times = await timesInHeap(`${mark} `);
      }
      assertEquals(times, 0);
      assert(run.promptSources.length > 3);
    });
  });
}

/** How often a text is in what this process has in memory and can reach. */
async function timesInHeap(text: string): Promise<number> {
  const decoder = new TextDecoder();
  let found = 0;
  let rest = "";
  for await (const chunk of getHeapSnapshot()) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true }))
      .split(text);
    found += parts.length - 1;
    rest = parts.at(-1)!.slice(-text.length);
  }
  return found;
}
