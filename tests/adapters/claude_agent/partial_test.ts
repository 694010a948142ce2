import { assertEquals } from "@std/assert";
import { queried, turn } from "./_queried.ts";

const edits = { applied_edits: [{ type: "clear_tool_uses_20250919" }] };
const usage = { input_tokens: 100, output_tokens: 5 };
const text = { type: "text", text: "done" };
const HEAD = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "tested",
};

const REPLIES = {
  whole: (management: unknown) =>
    Response.json({
      ...HEAD,
      content: [text],
      stop_reason: "end_turn",
      usage,
      context_management: management,
    }),
  streamed: (management: unknown) => {
    const events = [
      { type: "message_start", message: { ...HEAD, content: [], usage } },
      { type: "content_block_start", index: 0, content_block: text },
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: "end_turn" },
        usage: { output_tokens: 5 },
        context_management: management,
      },
      { type: "message_stop" },
    ].map((event) =>
      `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
    );
    return new Response(events.join(""), {
      headers: { "content-type": "text/event-stream" },
    });
  },
};

for (const [how, reply] of Object.entries(REPLIES)) {
  Deno.test(`a query tells of a context that was edited, ${how}`, async () => {
    for (const management of [edits, { applied_edits: [] }]) {
      const { spans } = await queried(async (cli) => {
        await cli.ask(turn());
        cli.result("done");
      }, { handler: () => Promise.resolve(reply(management)) });
      const isEdited = management === edits;
      const told = spans.find(({ name }) => name === "agent.turn")?.attributes;
      assertEquals(told?.["gen_ai.usage.input_tokens"], 100);
      assertEquals(told?.["turn.prompt.partial"], isEdited || undefined);
      assertEquals(
        told?.["turn.prompt.tokens_basis"],
        isEdited ? undefined : "estimated",
      );
    }
  });
}
