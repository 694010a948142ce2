import { assertEquals } from "@std/assert";
import { agentTimeline } from "../../../_helpers/agent_timeline.ts";
import { ourSpansOf, spansOf } from "../traces.ts";

for (const name of ["proxy_v1", "proxy_v2"] as const) {
  Deno.test(`every operation of ${name} is one that the Agent Timeline shows`, () => {
    const spans = spansOf(name);
    const ours = ourSpansOf(name, spans);
    // 4 runs, 4 agents inside, 40 chats and 45 tool calls.
    assertEquals(agentTimeline(ours), { missing: [], shown: 93 });
  });
}

Deno.test("only what names its conversation is shown there", () => {
  const demo = spansOf("demo");
  const missing = new Set(
    agentTimeline(demo).missing.map((one) => one.split(": ")[1]),
  );
  assertEquals([...missing], ["gen_ai.conversation.id"]);
});
