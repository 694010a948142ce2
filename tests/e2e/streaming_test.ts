import { assertEquals } from "@std/assert";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";
import { loneTraces } from "./_lone_traces.ts";
import { runStreaming } from "./_streaming_run.ts";

const { proxies, jaeger } = e2eEnvironment();
const since = new Date();

for (const set of SPAN_SETS) {
  for (
    const [api, model] of [
      ["chat_completions", "demo"],
      // The proxy speaks the other format to its model than the agent to it.
      ["chat_completions", "demo-claude"],
      ["messages", "demo-claude"],
    ] as const
  ) {
    Deno.test(`streamed ${api} of ${model} has the proxy's spans under it (${set})`, async () => {
      const traceId = await runStreaming([api, model], {
        LITELLM_BASE_URL: proxies[set].baseUrl,
        LITELLM_API_KEY: proxies[set].apiKey,
        OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlp,
      });

      const spans = await assertNested(traceId);
      const streamed = spans.filter(({ attributes }) =>
        typeof attributes["gen_ai.response.time_to_first_chunk"] === "number" &&
        attributes["gen_ai.request.stream"] === true
      );
      assertEquals(streamed.length, 2);
    });
  }
}

Deno.test("no model call of the proxies' is outside of those agents' traces", async () => {
  assertEquals(await loneTraces(jaeger.query, since), []);
});
