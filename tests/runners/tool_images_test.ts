import { assertEquals, assertStringIncludes } from "@std/assert";
import type { WireApi } from "../../runners/shared/model.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { raw, replies, reply } from "../adapters/mcp/_raw.ts";
import { asks, following, says } from "../_helpers/conversation.ts";
import { runScripted } from "./_run.ts";

// The frameworks listen to signals once they are loaded, and for good: that is
// not the first test's doing.
await deepAgent.load("chat_completions");
await openaiAgent.load("chat_completions");

const LINE = "[image/png, 300 kB]";
const DATA = "A".repeat(400_000);

/** One that the Claude CLI takes for an image: it looks into it. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What a model is told of a result with an image, and how large that was. */
async function toldOfImage(
  runner: Runner,
  api: WireApi,
  { tool = "draw", data = "$long" } = {},
) {
  const content = [
    { type: "text", text: "drawn" },
    { type: "image", mimeType: "image/png", data },
  ];
  const draw = { name: "draw", inputSchema: { type: "object" } };
  const { result, requests, spans } = await runScripted({
    runner,
    api,
    servers: {
      pens: raw(replies([draw], { draw: reply({ result: { content } }) })),
    },
    handler: following(({ messages }) =>
      messages.some(({ role }) => role === "tool")
        ? says("done")
        : asks([tool, {}, "id_1"])
    ),
  });
  assertEquals([result.error, result.answer], [undefined, "done"]);
  const { attributes } = spans.find(({ name }) => name === "tool.call")!;
  const turns = spans.filter(({ name }) => name === "agent.turn");
  const [sent] = turns.map(({ attributes: a }) =>
    a["turn.prompt.bytes.results"]
  ).filter((bytes) => bytes !== undefined && bytes !== 0);
  return {
    body: JSON.stringify(requests.at(-1)?.body),
    size: attributes["tool.result.size"],
    sent,
    trajectory: result.trajectory.turns[0]?.toolCalls[0]?.output,
  };
}

for (const runner of [openaiAgent, deepAgent]) {
  Deno.test(`${runner.name} over chat completions tells of an image by a line`, async () => {
    const told = await toldOfImage(runner, "chat_completions");
    assertStringIncludes(told.body, `drawn\\n${LINE}`);
    assertEquals(told.body.includes("AAAA"), false);
    const { length } = `drawn\n${LINE}`;
    assertEquals([told.size, told.sent], [length, length]);
    assertEquals(told.trajectory, `drawn\n${LINE}`);
  });
}

Deno.test("deep_agent over messages hands an image on as an image", async () => {
  const told = await toldOfImage(deepAgent, "messages");
  const source = { type: "base64", media_type: "image/png", data: DATA };
  const image = JSON.stringify({ type: "image", source });
  assertStringIncludes(told.body, image);
  assertEquals(told.body.includes(LINE), false);
  const { length } = `drawn\n${image}`;
  assertEquals([told.size, told.sent], [length, length]);
  assertEquals(told.trajectory, `drawn\n${image}`);
});

Deno.test("claude_agent hands an image on as an image", async () => {
  const told = await toldOfImage(claudeAgent, "messages", {
    tool: "mcp__pens__draw",
    data: PIXEL,
  });
  const source = { type: "base64", media_type: "image/png", data: PIXEL };
  const image = JSON.stringify({ type: "image", source });
  assertStringIncludes(told.body, PIXEL);
  assertStringIncludes(told.body, '"media_type":"image/png"');
  assertEquals(told.body.includes("[image/png"), false);
  const { length } = `drawn\n${image}`;
  assertEquals([told.size, told.sent], [length, length]);
  assertEquals(told.trajectory, `drawn\n${image}`);
});
