import { assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment } from "./_environment.ts";
import { Terminal } from "./_terminal.ts";

const { logs, jaeger, runners } = e2eEnvironment();
const ROOT = fileURLToPath(import.meta.resolve("../../"));

Deno.test("deno task litellm serves the scripted model until Ctrl-C", async () => {
  await using litellm = new Terminal("deno task litellm", {
    cwd: ROOT,
    log: `${logs}/litellm-command.log`,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlp,
      OTEL_BSP_SCHEDULE_DELAY: "200",
    },
  });
  const printed = async (name: string) =>
    (await litellm.until(new RegExp(`^export ${name}=(\\S+)$`, "m")))[1]!;
  const LITELLM_BASE_URL = await printed("LITELLM_BASE_URL");
  const LITELLM_API_KEY = await printed("LITELLM_API_KEY");
  assertEquals(await printed("OTEL_EXPORTER_OTLP_ENDPOINT"), jaeger.otlp);

  const { code, result } = await runAgentCommand({
    task: runners[0]!,
    set: "v1",
    env: { LITELLM_BASE_URL, LITELLM_API_KEY },
  });

  assertEquals(code, 0);
  await assertNested(result.traceId);
  assertEquals(await litellm.interrupt(), 130);
  await assertRejects(
    () => fetch(`${LITELLM_BASE_URL}/health/liveliness`),
    TypeError,
  );
});
