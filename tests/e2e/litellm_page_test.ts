// Follows docs/litellm.md word for word. The addresses are those of this run,
// and OPENAI_BASE_URL gives the proxy the scripted model in place of the paid one.
import { assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { Clone } from "../_helpers/clone.ts";
import { freePort } from "../../servers/process/free_port.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, SPAN_SETS, type SpanSet } from "./_environment.ts";
import { readTrace, settled } from "./_jaeger_traces.ts";
import { isModelCall } from "./_nesting.ts";
import { placed, shellBlocks } from "../_helpers/page.ts";
import { proxyEnv } from "./_proxy_env.ts";
import { Terminal } from "./_terminal.ts";

const { jaeger, logs, upstream } = e2eEnvironment();
const PAGE = await Deno.readTextFile(
  fileURLToPath(import.meta.resolve("../../docs/litellm.md")),
);

/** The trace that the page's own request belongs to. */
const TRACE_ID = "11111111111111111111111111111111";

Deno.test("docs/litellm.md can be followed word for word", async (t) => {
  using clone = await Clone.make();
  const [install = "", start = ""] = shellBlocks(PAGE, "From pip");
  const port = freePort();
  const addresses = {
    "http://localhost:4318": jaeger.otlp,
    "http://localhost:16686": jaeger.query,
    "http://localhost:4000": `http://127.0.0.1:${port}`,
  };
  const type = (script: string, name: string, env = {}) =>
    new Terminal(placed(script, addresses), {
      cwd: clone.path,
      log: `${logs}/page-${name}.log`,
      env,
    });

  await t.step("it is installed from pip", async () => {
    await using terminal = type(install, "install");
    assertEquals(await terminal.ended(), 0);
  });

  const startProxy = async (set: SpanSet, name: string) => {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: _page, ...env } = proxyEnv(set, "");
    const proxy = type(start, name, {
      ...env,
      PORT: `${port}`,
      HOST: "127.0.0.1",
      OPENAI_BASE_URL: `${upstream}/v1`,
      // Else it downloads a list of prices.
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
    });
    await proxy.until(/Uvicorn running on/);
    return proxy;
  };

  for (const set of SPAN_SETS) {
    await using _proxy = await startProxy(set, `proxy-${set}`);

    await t.step(
      `an agent's trace has the proxy's spans (${set})`,
      async () => {
        const [run = ""] = shellBlocks(PAGE, "3. Point the agents at it");
        await using agent = type(run, `agent-${set}`);
        const [, id = ""] = await agent.until(/^deep-agent: trace (\w+)$/m);
        assertEquals(await agent.ended(), 0);
        await assertNested(id);

        const [check = ""] = shellBlocks(PAGE, "4. Check that it works");
        await using terminal = type(
          check.replaceAll("TRACE_ID", id),
          `check-${set}`,
        );
        const server = set === "v1"
          ? /└─ POST .*\n.*└─ Received Proxy Server Request /
          : /└─ POST .*\n.*└─ POST \/v1\/chat\/completions /;
        await terminal.until(server);
        assertEquals(await terminal.ended(), 0);
      },
    );
  }

  await t.step(
    "the request that checks the header is in its trace",
    async () => {
      await using _proxy = await startProxy("v1", "proxy-header");
      const [ask = "", look = ""] = shellBlocks(
        PAGE,
        "Two traces instead of one",
      );
      await using terminal = type(ask, "ask", {
        LITELLM_API_KEY: "sk-choose-your-own",
      });
      assertEquals(await terminal.ended(), 0);
      const spans = await settled(
        () => readTrace(jaeger.query, TRACE_ID),
        (spans) => spans.some(isModelCall),
      );
      assertNotEquals(spans.filter(isModelCall), []);
      await using reader = type(look, "look");
      assertEquals(await reader.ended(), 0);
      const trace = await Deno.readTextFile(`${clone.path}/trace.json`);
      assertEquals(trace.includes(TRACE_ID), true);
    },
  );
});
