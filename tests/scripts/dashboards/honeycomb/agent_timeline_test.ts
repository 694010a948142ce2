import { assertEquals } from "@std/assert";
import { agentTimeline } from "../../../_helpers/agent_timeline.ts";
import { recorded } from "./_recorded.ts";

for (const name of ["proxy_v1", "proxy_v2"]) {
  Deno.test(`every operation of ${name} is one that the Agent Timeline shows`, async () => {
    const spans = await recorded(name);
    const ours = spans.filter(({ service }) => service !== "litellm");
    // 4 runs, 4 agents inside, 40 chats and 45 tool calls.
    assertEquals(agentTimeline(ours), { missing: [], shown: 93 });
  });
}

Deno.test("only what names its conversation is shown there", async () => {
  const demo = await recorded("demo");
  const missing = new Set(
    agentTimeline(demo).missing.map((one) => one.split(": ")[1]),
  );
  assertEquals([...missing], ["gen_ai.conversation.id"]);
});
