import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { attributesOf, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const KEYS = ["input", "output", "cache_read.input", "cache_write.input"].map(
  (key) => `gen_ai.usage.${key}_tokens`,
);

/** What is reported, event by event or at once, and what it means. */
const REPORTED = [
  ["a 0 at the end", [
    { prompt_tokens: 57, completion_tokens: 6 },
    { prompt_tokens: 0, completion_tokens: 0 },
  ], [57, 6]],
  ["nothing but 0", [{ prompt_tokens: 0, completion_tokens: 0 }], []],
  ["a 0 beside a count", [{ prompt_tokens: 57, completion_tokens: 0 }], [
    57,
    0,
  ]],
  ["texts", [{ prompt_tokens: "57", completion_tokens: "6" }], [57, 6]],
  ["what was written to a cache", [{
    prompt_tokens: 57,
    completion_tokens: 6,
    cache_read_input_tokens: 3,
    cache_creation_input_tokens: 40,
  }], [57, 6, 3, 40]],
  ["the same in the details", [{
    prompt_tokens: 57,
    completion_tokens: 6,
    prompt_tokens_details: { cached_tokens: 3, cache_creation_tokens: 40 },
  }], [57, 6, 3, 40]],
  ["null", [null], []],
] as const;

const HEAD = { id: "1", created: 1, model: "tested" };

function whole(usage: unknown): Response {
  const message = { role: "assistant", content: "done" };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  return Response.json({ ...HEAD, object: "chat.completion", choices, usage });
}

/** All but the last are beside a text: the framework shows no others. */
function streamed(usages: readonly unknown[]): Response {
  const delta = { role: "assistant", content: "done" };
  const choices = [{ index: 0, delta, finish_reason: "stop" }];
  const chunks = [
    { choices: [{ index: 0, delta: { role: "assistant", content: "" } }] },
    ...usages.slice(0, -1).map((usage) => ({
      choices: [{ index: 0, delta: { content: "" } }],
      usage,
    })),
    { choices },
    { choices: [], usage: usages.at(-1) },
  ].map((chunk) =>
    JSON.stringify({ ...HEAD, object: "chat.completion.chunk", ...chunk })
  );
  const body = [...chunks, "[DONE]"].map((data) => `data: ${data}\n\n`);
  return new Response(body.join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}

for (const [what, usages, expected] of REPORTED) {
  for (const stream of [false, true]) {
    if (!stream && usages.length > 1) continue;
    testEachVersion(
      `traceAgent() counts what is reported: ${what}${
        stream ? ", streamed" : ""
      }`,
      async ({ langchain }) => {
        const { spans, error } = await traced(
          () => Promise.resolve(stream ? streamed(usages) : whole(usages[0])),
          async (model) => {
            const agent = traceAgent(
              langchain.createAgent({ model, tools: [] }),
            );
            if (!stream) return void await agent.invoke(QUESTION);
            const streamMode = "messages";
            for await (const _ of await agent.stream(QUESTION, { streamMode }));
          },
        );
        assertEquals(error, undefined);
        for (const name of ["chat tested", "agent.turn"]) {
          const attributes = attributesOf(spans, name);
          assertEquals(
            KEYS.map((key) => attributes[key]).slice(0, expected.length || 4),
            expected.length === 0 ? Array(4).fill(undefined) : [...expected],
          );
        }
      },
    );
  }
}
