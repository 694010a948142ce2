import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { withMark } from "../../docs/.vitepress/marks.ts";
import { type Block, pages } from "./_pages.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** Pages that a test of their own follows, and that test. */
const FOLLOWED: Readonly<Record<string, string>> = {
  "docs/benchmarks.md": "tests/site/benchmarks_page_test.ts",
  "docs/dashboards.md": "tests/scripts/dashboards/files_test.ts",
  "docs/backends/jaeger.md": "tests/e2e/jaeger_page_test.ts",
  "docs/litellm.md": "tests/e2e/litellm_page_test.ts",
  "docs/quick-start.md": "tests/site/quick_start_page_test.ts",
};

/** The site's own; the README is shown by others, who show no marks. */
const PAGES = pages().filter(({ path }) => path !== "README.md");

const isMarked = ({ words }: Block) =>
  words.includes("tested") !== words.includes("documented");

/** All but TypeScript, which is run without a mark, and what commands print. */
const takesMark = ({ language }: Block) =>
  !["ts", "mts", "text"].includes(language);

Deno.test("each block of commands or configuration says how it was checked", () => {
  const unmarked = PAGES.filter(({ blocks }) =>
    !blocks.filter(takesMark).every(isMarked)
  );
  assertEquals(unmarked.map(({ path }) => path), []);
});

Deno.test("each block that is not run says why", () => {
  const silent = PAGES.flatMap(({ path, blocks }) =>
    blocks.filter(({ language, words, code }) =>
      language === "ts" && words.includes("ignore") &&
      !/^\/\/ Not run: .*\n(?:.*\n)*?\/\/ ---cut-before---$/m.test(code)
    ).map(({ code }) => `${path}: ${code.split("\n", 1)[0]}`)
  );
  assertEquals(silent, []);
});

for (const { path, blocks } of PAGES) {
  const tested = blocks.filter(({ language, words }) =>
    language === "sh" && words.includes("tested")
  );
  const follower = FOLLOWED[path];
  if (tested.length === 0) continue;
  if (follower !== undefined) {
    Deno.test(`${path} is followed by ${follower}`, () => {
      assertStringIncludes(Deno.readTextFileSync(ROOT + follower), path);
    });
    continue;
  }
  Deno.test(`${path} has commands that run, one after the other`, async () => {
    const { success, output } = await runInFolder(tested);
    assert(success, output);
  });
}

Deno.test("withMark() says beside the language how a block was checked", () => {
  const html = '<div><span class="lang">x</span></div>';
  for (
    const [info, label] of [
      ["ts", "tested"],
      ["ts ignore", "types checked"],
      ["sh tested", "tested"],
      ["sh tested [Deno]", "tested"],
      ["yaml[tempo.yaml]  documented", "vendor's docs"],
    ] as const
  ) {
    assertStringIncludes(withMark(info, html), `>x · ${label}</span>`);
  }
  assertEquals(withMark("text", html), html);
});

/** What a page's commands find on the machine of somebody in a clone. */
const MACHINE = `
deno() {
  if [ "$1" != task ]; then command deno "$@"; return; fi
  shift
  command deno task --config="$CLONE/deno.json" "$@"
}
# What npm would bring is the Deno that is here.
npx() { [ "$1 $2" = "-y deno" ]; shift 2; deno "$@"; }
fails() { if "$@"; then return 1; fi; }
run_id() {
  grep -ohm 1 '"agent.run_id","value":{"stringValue":"[^"]*' .turnspan/*.jsonl |
    tail -n 1 | sed 's/.*"//'
}
`;

/** Runs blocks where only `mcp.json` is; the vendor's model is a scripted one. */
async function runInFolder(blocks: readonly Block[]) {
  const cwd = await Deno.makeTempDir();
  await using model = startScriptedModel();
  const script = blocks.map(({ code, words }) => {
    const commands = code.replaceAll("RUN_ID", '"$(run_id)"');
    return words.includes("fails") ? `fails ${commands}` : commands;
  }).join("\n");
  try {
    const servers = await Deno.readTextFile(`${ROOT}mcp.json`);
    await Deno.writeTextFile(
      `${cwd}/mcp.json`,
      servers.replaceAll(/(?<=["=])(?:demo|locks)\//g, `${ROOT}$&`),
    );
    const { success, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-euo", "pipefail", "-c", MACHINE + script],
      cwd,
      env: {
        CLONE: ROOT.slice(0, -1),
        INIT_CWD: cwd,
        NO_COLOR: "1",
        OPENAI_BASE_URL: `${model.baseUrl}/v1`,
      },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { success, output: text(stdout) + text(stderr) };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}
