import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { AGENT_TIMEOUT_MS } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";
import { loneTraces } from "./_lone_traces.ts";

const { proxies, jaeger } = e2eEnvironment();
const since = new Date();
const AGENT = fileURLToPath(import.meta.resolve("./_streaming_agent.ts"));

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
      const traceId = await runStreaming(api, model, {
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

/** Runs the agent, and returns its trace's id. */
async function runStreaming(
  api: string,
  model: string,
  env: Record<string, string>,
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--lock=deno.lock", "--frozen"]
      .concat("--allow-all", AGENT, api, model),
    env,
    stdin: "null",
    signal: AbortSignal.timeout(AGENT_TIMEOUT_MS),
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trim();
}
