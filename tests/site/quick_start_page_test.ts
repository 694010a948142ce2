// Follows docs/quick-start.md from a clone to the answer, block by block. The
// addresses are those of this run, and OPENAI_BASE_URL has the scripted model in
// place of the paid one.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { Clone } from "../_helpers/clone.ts";
import { placed, shellBlocks } from "../_helpers/page.ts";

const PAGE = await Deno.readTextFile(
  fileURLToPath(import.meta.resolve("../../docs/quick-start.md")),
);

/** Types a block into a terminal in the clone, and returns what it printed. */
async function typed(
  script: string,
  clone: Clone,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-ec", script],
    cwd: clone.path,
    env: { INIT_CWD: clone.path, NO_COLOR: "1", ...env },
  }).output();
  const text = new TextDecoder();
  assert(success, `${script}\n${text.decode(stdout)}${text.decode(stderr)}`);
  return text.decode(stdout);
}

/** A collector that counts requests. */
function startCollector() {
  const paths: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      await request.body?.cancel();
      paths.push(new URL(request.url).pathname);
      return Response.json({});
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    paths,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("docs/quick-start.md leads from a clone to the answer", async (t) => {
  using clone = await Clone.make();

  await t.step("1. the demo answers", async () => {
    const [demo = ""] = shellBlocks(PAGE, "1. Run the demo");
    const shown = /^Turn 10 of plan_execute sent .*$/m.exec(PAGE)?.[0];
    assert((await typed(demo, clone)).includes(`${shown}\n`));
  });

  await t.step("2. turns answers the same of any trace", async () => {
    const [list = "", more = ""] = shellBlocks(
      PAGE,
      "2. Ask the same of any trace",
    );
    const listed = await typed(list, clone);
    const [, run = ""] = /^RUN .*\n(\S+) /m.exec(listed) ?? [];
    assertMatch(listed, /^Turn 10 of plan_execute sent the largest prompt/);

    const answers = await typed(more.replaceAll("RUN_ID", run), clone);
    assertMatch(answers, /^agent\.run plan_execute /m);
    assertMatch(answers, /^SOURCE .*\niot\/history +71,456 /m);
    assertMatch(answers, /^79,823 input tokens in 10 turns; .* iot\/history/m);
  });

  await t.step("3. a model of one's own answers", async () => {
    await using model = startScriptedModel();
    const [run = ""] = shellBlocks(PAGE, "3. Use your own model");
    const answer = await typed(run, clone, {
      OPENAI_BASE_URL: `${model.baseUrl}/v1`,
    });
    assertMatch(answer, /^Condenser fouling on Chiller 6/);
  });

  await t.step("4. the trace reaches a backend", async () => {
    await using collector = startCollector();
    const [send = ""] = shellBlocks(PAGE, "4. Send the trace to a backend");
    await typed(
      placed(send, { "http://localhost:4318": collector.url }),
      clone,
    );
    assertEquals(new Set(collector.paths), new Set(["/v1/traces"]));
  });
});
