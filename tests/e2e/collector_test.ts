import { assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { demoModelEnv, startLitellm } from "../../servers/litellm/start.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { startCollector } from "./_collector.ts";
import { e2eEnvironment } from "./_environment.ts";
import { readTrace, settled } from "./_jaeger_traces.ts";
import { proxyEnv } from "./_proxy_env.ts";
import { runStreaming } from "./_streaming_run.ts";

const { proxies, jaeger, litellmProgram, logs, upstream, runners } =
  e2eEnvironment();
const { apiKey } = proxies.v1;

Deno.test("the Collector keeps large prompts and errors, agent's and proxy's spans alike", async () => {
  await using collector = await startCollector({
    name: "collector",
    // Judged once all three runs have been.
    env: { COLLECTOR_SHARE: "0", COLLECTOR_DECISION_WAIT: "20s" },
  });
  await using proxy = await startLitellm({
    program: litellmProgram,
    config: fileURLToPath(import.meta.resolve("./proxy.yaml")),
    env: {
      ...proxyEnv("v1", collector.otlpUrl),
      ...demoModelEnv(upstream),
      LITELLM_MASTER_KEY: apiKey,
    },
    log: `${logs}/litellm-collector.log`,
    signal: AbortSignal.timeout(120_000),
  });
  const env = {
    LITELLM_BASE_URL: proxy.baseUrl,
    LITELLM_API_KEY: apiKey,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
  };
  const run = (modelId: string) =>
    runAgentCommand({ task: runners[0]!, set: "v1", modelId, env });

  const small = await runStreaming(["chat_completions", "demo"], env);
  const failed = await run("litellm_proxy/demo-broken");
  const large = await run("litellm_proxy/demo");

  await assertNested(failed.result.traceId);
  await assertNested(large.result.traceId);
  assertEquals(await readTrace(jaeger.query, small), []);
});

Deno.test("the Collector keeps its share of the rest", async () => {
  await using collector = await startCollector({
    name: "collector-share",
    env: { COLLECTOR_SHARE: "100" },
  });

  const small = await runStreaming(["chat_completions", "demo"], {
    LITELLM_BASE_URL: upstream,
    LITELLM_API_KEY: apiKey,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpUrl,
  });

  const spans = await settled(
    () => readTrace(jaeger.query, small),
    (spans) => spans.some(({ name }) => name === "agent.run"),
  );
  assertNotEquals(spans.filter(({ name }) => name === "agent.run"), []);
});

Deno.test("what reaches the Collector after its decision follows that", async () => {
  await using collector = await startCollector({
    name: "collector-late",
    env: { COLLECTOR_SHARE: "0" },
  });
  const [kept, dropped] = [newId(), newId()];
  const send = (traceId: string, name: string, code: number) =>
    sendSpan(collector.otlpUrl, { traceId, name, code });
  const names = async (traceId: string) =>
    (await readTrace(jaeger.query, traceId)).map(({ name }) => name).toSorted();
  const [OK, ERROR] = [1, 2] as const;

  await send(dropped, "first", OK);
  await send(kept, "first", ERROR);
  await settled(() => names(kept), ({ length }) => length === 1);
  // Both have been judged. An error that comes now comes too late.
  await send(dropped, "late", ERROR);
  await send(kept, "late", OK);

  const both = await settled(() => names(kept), ({ length }) => length === 2);
  assertEquals(both, ["first", "late"]);
  assertEquals(await names(dropped), []);
});

/** A span to send by hand. */
interface SentSpan {
  readonly traceId: string;
  readonly name: string;
  /** Its status. */
  readonly code: number;
}

async function sendSpan(
  otlpUrl: string,
  { traceId, name, code }: SentSpan,
): Promise<void> {
  const time = `${Date.now()}000000`;
  const span = {
    ...{ traceId, spanId: newId().slice(16), name, status: { code } },
    ...{ kind: 1, startTimeUnixNano: time, endTimeUnixNano: time },
  };
  const attributes = [{
    key: "service.name",
    value: { stringValue: "by-hand" },
  }];
  const response = await fetch(`${otlpUrl}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      resourceSpans: [{
        resource: { attributes },
        scopeSpans: [{ spans: [span] }],
      }],
    }),
  });
  assertEquals(response.status, 200, await response.text());
}

function newId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
