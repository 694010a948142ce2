import { assertEquals } from "@std/assert";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";

const { proxies, runners } = e2eEnvironment();

for (const set of SPAN_SETS) {
  Deno.test({
    name: `deep-agent has the proxy's spans under each /v1/messages (${set})`,
    ignore: !runners.includes("deep-agent"),
    fn: async () => {
      const { code, result } = await runAgentCommand({
        task: "deep-agent",
        set,
        modelId: "anthropic/demo-claude",
        env: {
          ANTHROPIC_BASE_URL: proxies[set].baseUrl,
          ANTHROPIC_API_KEY: proxies[set].apiKey,
        },
      });

      assertEquals(code, 0);
      const spans = await assertNested(result.traceId);
      // Those of the agent: a proxy may name its server span so as well.
      const paths = spans.filter(({ name, service }) =>
        name === "POST" && service === "deep-agent"
      ).map((span) => new URL(`${span.attributes["url.full"]}`).pathname);
      assertEquals(new Set(paths), new Set(["/v1/messages"]));
    },
  });
}
