import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { demoModelEnv, startLitellm } from "../../servers/litellm/start.ts";
import { QUESTION, runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS } from "./_environment.ts";
import { proxyEnv } from "./_proxy_env.ts";

const { proxies, runners, jaeger, litellmProgram, logs, upstream } =
  e2eEnvironment();
const RECORDS_PROMPTS = fileURLToPath(import.meta.resolve("./prompts.yaml"));

for (const set of SPAN_SETS) {
  for (const task of runners) {
    Deno.test(`the proxy's spans of ${task} hold no prompt, as deploy/litellm has it (${set})`, async () => {
      const { result } = await runAgentCommand({ task, set });

      const text = await proxyText(result.traceId);
      assert(text.includes("gen_ai.request.model"));
      assertNotEquals(result.answer, "");
      assertEquals(found(text, [QUESTION, result.answer]), []);
      assertEquals(found(text, [proxies[set].apiKey]), []);
    });
  }

  Deno.test(
    `without turn_off_message_logging they ${
      set === "v1" ? "hold" : "hold no"
    } prompts (${set})`,
    async () => {
      const { apiKey } = proxies[set];
      await using proxy = await startLitellm({
        program: litellmProgram,
        config: RECORDS_PROMPTS,
        env: {
          ...proxyEnv(set, jaeger.otlp),
          ...demoModelEnv(upstream),
          LITELLM_MASTER_KEY: apiKey,
        },
        log: `${logs}/litellm-prompts-${set}.log`,
        signal: AbortSignal.timeout(120_000),
      });

      for (const task of runners) {
        const { result } = await runAgentCommand({
          task,
          set,
          env: { LITELLM_BASE_URL: proxy.baseUrl },
        });

        const text = await proxyText(result.traceId);
        assertEquals(
          found(text, [QUESTION]),
          set === "v1" ? [QUESTION] : [],
          task,
        );
        assertEquals(found(text, [apiKey]), [], task);
      }
    },
  );
}

/** All that the proxy's spans say, events included. */
async function proxyText(traceId = ""): Promise<string> {
  // Waits until they are all there.
  await assertNested(traceId);
  const response = await fetch(`${jaeger.query}/api/v3/traces/${traceId}`);
  const { result } = await response.json() as JaegerAnswer;
  return result.resourceSpans.filter(({ resource }) =>
    resource.attributes.some(({ key, value }) =>
      key === "service.name" && value.stringValue === "litellm"
    )
  ).map((spans) => JSON.stringify(spans)).join("\n");
}

/** What Jaeger answers, as far as it is read here. */
interface JaegerAnswer {
  readonly result: {
    readonly resourceSpans: readonly {
      readonly resource: {
        readonly attributes: readonly {
          readonly key: string;
          readonly value: { readonly stringValue?: string };
        }[];
      };
    }[];
  };
}

/** Those of the texts that are in another one. */
function found(text: string, parts: readonly string[]): string[] {
  return parts.filter((part) => text.includes(part));
}
