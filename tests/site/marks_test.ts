import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { withMark } from "../../docs/.vitepress/marks.ts";
import { type Block, pages } from "./_pages.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** Pages whose blocks of commands and configuration have no marks yet. */
const TO_MARK = [
  "README.md",
  "docs/adapters/claude-agent.md",
  "docs/adapters/langchain.md",
  "docs/adapters/openai-agents.md",
  "docs/backends/collector.md",
  "docs/backends/grafana-cloud.md",
  "docs/backends/honeycomb.md",
  "docs/backends/jaeger.md",
  "docs/backends/tempo.md",
  "docs/budgets.md",
  "docs/command-line.md",
  "docs/gates.md",
  "docs/index.md",
  "docs/install.md",
  "docs/litellm.md",
  "docs/models-and-servers.md",
  "docs/quick-start.md",
  "docs/testing.md",
];

/** Pages that a test of their own follows, and that test. */
const FOLLOWED: Readonly<Record<string, string>> = {
  "docs/backends/jaeger.md": "tests/e2e/jaeger_page_test.ts",
  "docs/litellm.md": "tests/e2e/litellm_page_test.ts",
};

const isMarked = ({ words }: Block) =>
  words.includes("tested") !== words.includes("documented");

/** All but TypeScript, which is run without a mark, and what commands print. */
const takesMark = ({ language }: Block) => !["ts", "text"].includes(language);

Deno.test("each block of commands or configuration says how it was checked", () => {
  const unmarked = pages().filter(({ blocks }) =>
    !blocks.filter(takesMark).every(isMarked)
  );
  assertEquals(unmarked.map(({ path }) => path), TO_MARK);
});

Deno.test("each block that is not run says why", () => {
  const silent = pages().filter(({ path }) => path !== "README.md")
    .flatMap(({ path, blocks }) =>
      blocks.filter(({ language, words, code }) =>
        language === "ts" && words.includes("ignore") &&
        !/^\/\/ Not run: .*\n(?:.*\n)*?\/\/ ---cut-before---$/m.test(code)
      ).map(({ code }) => `${path}: ${code.split("\n", 1)[0]}`)
    );
  assertEquals(silent, []);
});

for (const { path, blocks } of pages()) {
  const script = blocks
    .filter(({ language, words }) =>
      language === "sh" && words.includes("tested")
    )
    .map(({ code }) => code).join("\n");
  const follower = FOLLOWED[path];
  if (script === "") continue;
  if (follower !== undefined) {
    Deno.test(`${path} is followed by ${follower}`, () => {
      assertStringIncludes(Deno.readTextFileSync(ROOT + follower), path);
    });
    continue;
  }
  Deno.test(`${path} has commands that run, one after the other`, async () => {
    const { success, output } = await runInFolder(script);
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

/** Runs commands in a folder of their own, as somebody in a clone does. */
async function runInFolder(script: string) {
  const cwd = await Deno.makeTempDir();
  const task = `deno() {
    if [ "$1" != task ]; then command deno "$@"; return; fi
    shift
    command deno task --config="$CLONE/deno.json" "$@"
  }`;
  try {
    const { success, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-euo", "pipefail", "-c", `${task}\n${script}`],
      cwd,
      env: { CLONE: ROOT.slice(0, -1), NO_COLOR: "1", INIT_CWD: cwd },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { success, output: text(stdout) + text(stderr) };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}
