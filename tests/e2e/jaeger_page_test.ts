// Follows docs/backends/jaeger.md word for word. The addresses are those that
// `deno task jaeger` prints: the usual ports may be taken.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { stateFolder } from "../../servers/process/state_folder.ts";
import { jaegerSearch } from "../_helpers/jaeger_search.ts";
import { Clone } from "../_helpers/clone.ts";
import { e2eEnvironment } from "./_environment.ts";
import { placed, shellBlocks } from "../_helpers/page.ts";
import { Terminal } from "./_terminal.ts";

const { logs } = e2eEnvironment();
const PAGE = await Deno.readTextFile(
  fileURLToPath(import.meta.resolve("../../docs/backends/jaeger.md")),
);

Deno.test("docs/backends/jaeger.md can be followed word for word", async (t) => {
  using clone = await Clone.make();
  const cwd = clone.path;
  // Built already: this is not about the building.
  await Deno.mkdir(`${cwd}/.turnspan`);
  await Deno.symlink(await stateFolder("jaeger"), `${cwd}/.turnspan/jaeger`);
  const [start = ""] = shellBlocks(PAGE, "Start");
  await using jaeger = new Terminal(start, {
    cwd,
    log: `${logs}/page-jaeger.log`,
  });
  const [, otlp = ""] = await jaeger.until(
    /^export OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)$/m,
  );
  const [, query = ""] = await jaeger.until(/^Services: +(\S+)\/api\//m);
  const type = (script: string, name: string, id = "") => {
    const addresses = {
      "http://localhost:4318": otlp,
      "http://localhost:16686": query,
      TRACE_ID: id,
    };
    return new Terminal(placed(script, addresses), {
      cwd,
      log: `${logs}/page-jaeger-${name}.log`,
    });
  };

  let traceId = "";
  await t.step("it is sent a trace", async () => {
    const [run = ""] = shellBlocks(PAGE, "Send");
    await using agent = type(run, "agent");
    [, traceId = ""] = await agent.until(/^deep-agent: trace (\w+)$/m);
    assertEquals(await agent.ended(), 0);
  });

  await t.step("the trace arrived", async () => {
    const [check = ""] = shellBlocks(PAGE, "See the trace");
    await using terminal = type(check, "check", traceId);
    await terminal.until(/"deep-agent"/);
    await terminal.until(/^agent\.run deep_agent /m);
    await terminal.until(/^Turn \d+ of .* sent the largest prompt/m);
    assertEquals(await terminal.ended(), 0);
  });

  await t.step("the menu is made one of another service's", async () => {
    const [adapt = ""] = shellBlocks(PAGE, "The menu");
    await using terminal = type(adapt, "adapt");
    assertEquals(await terminal.ended(), 0);
    const { menu } = JSON.parse(
      await Deno.readTextFile(`${cwd}/deploy/my-ui.json`),
    );
    const [{ label, items }] = menu;
    assertEquals(label, "my-agent");
    for (const { url } of items) {
      assertEquals(jaegerSearch(url).service, "my-agent");
    }
  });

  await t.step("its largest prompts are found", async () => {
    const [search = ""] = shellBlocks(
      PAGE,
      "Search through the API",
    );
    await using terminal = type(search, "search");
    assertEquals(await terminal.ended(), 0);
    const found = await Deno.readTextFile(`${cwd}/found.json`);
    for (
      const part of [
        traceId,
        "turn.index",
        "gen_ai.usage.input_tokens",
        "turn.prompt.delta_tokens",
        "turn.prompt.grew_by",
      ]
    ) assert(found.includes(part), part);
  });

  await t.step("what Jaeger cannot add up is added up", async () => {
    const [ofRun = "", ofAll = ""] = shellBlocks(
      PAGE,
      "Add up with turns",
    );
    await using one = type(ofRun, "bill", traceId);
    assertEquals(await one.ended(), 0);
    await one.until(/^86,942 input tokens in 12 turns; .* is iot\/history/m);
    await one.until(/^input +86,942 +100 % /m);

    await using all = type(ofAll, "bills");
    assertEquals(await all.ended(), 0);
    // Each of its commands.
    await all.until(/^Turn 3 of data_analyst .* sent the largest prompt/m);
    await all.until(/^SOURCE .*\niot\/history +47,480 /m);
    await all.until(/^TOOL .*\niot\/history +47,480 /m);
    await all.until(/^AGENT .*\ndata_analyst /m);
    await all.until(/^RUN +RUNNER .*\n\S+ +deep_agent +86,942 /m);
    await all.until(/^MODEL .*\ndemo +86,942 /m);
    await all.until(/^CONVERSATION .*\n\(no conversation\) +86,942 /m);
  });

  await t.step("Ctrl-C stops it", async () => {
    assertEquals(await jaeger.interrupt(), 130);
    await assertRejects(() => fetch(`${query}/api/v3/services`), TypeError);
  });
});
