import { assertAlmostEquals, assertEquals } from "@std/assert";
import { number } from "../../turns/span.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";

const { runners } = e2eEnvironment();

for (const task of runners) {
  for (const set of SPAN_SETS) {
    Deno.test(`${task} has what the proxy says that each call cost (${set})`, async () => {
      const { code, result } = await runAgentCommand({
        task,
        set,
        modelId: "litellm_proxy/demo-priced",
      });

      assertEquals(code, 0);
      const spans = await assertNested(result.traceId);
      const chats = spans.filter(({ name, service }) =>
        name.startsWith("chat ") && service !== "litellm"
      );
      for (const chat of chats) {
        // The prices of proxy.yaml.
        const usd = number(chat, "gen_ai.usage.input_tokens")! * 0.000001 +
          number(chat, "gen_ai.usage.output_tokens")! * 0.00001;
        assertAlmostEquals(number(chat, "litellm.cost.total")!, usd, 1e-9);
      }
      const run = spans.find(({ name }) => name === "agent.run")!;
      assertAlmostEquals(
        number(run, "agent.cost.total_usd")!,
        chats.reduce(
          (sum, chat) => sum + number(chat, "litellm.cost.total")!,
          0,
        ),
        1e-9,
      );
    });
  }
}
