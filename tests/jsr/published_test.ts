import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import { brokenLinks } from "./_broken_links.ts";
import { JsrRegistry } from "./_jsr_registry.ts";
import { NpmBuild, npmName } from "./_npm_build.ts";
import { published } from "./_published.ts";
import { Stranger } from "./_stranger.ts";

const ROOT = new URL("../../", import.meta.url);
const PACKAGE = metadata.name;
/** What can be imported: "" for the package itself, "/testing", … */
const MODULES = Object.keys(metadata.exports).map((key) => key.slice(1));

/** What the program draws; `tools/sent` tells what reached the server. */
const TREE = `agent.run tools
├─ tools/list tools
├─ agent.turn 1
│  └─ tool.call tools/sent
└─ agent.turn 2
   └─ tool.call tools/sent
`;

/** Prints the names that each module of the package exports. */
const LIST_EXPORTS = MODULES.map((module) =>
  `console.log(Object.keys(await import("${PACKAGE}${module}")).join());`
).join("\n");

/** The same list, of the code that is here. */
async function exportsHere(): Promise<string> {
  const lines = Object.values(metadata.exports).map(async (path) => {
    const module = await import(new URL(path, ROOT).href);
    return `${Object.keys(module).join()}\n`;
  });
  return (await Promise.all(lines)).join("");
}

/** Uses all of the package, with the commands that its pages name. */
async function useAll(stranger: Stranger): Promise<void> {
  stranger.write("list_exports.ts", LIST_EXPORTS);
  assertEquals(
    await stranger.deno("run", "list_exports.ts"),
    await exportsHere(),
  );
  await stranger.deno("check", ".");
  const drawn = await stranger.deno("run", "--allow-all", "main.ts");
  assertEquals(drawn.replaceAll(/ {2}\d.*$/gm, ""), TREE);
  assertMatch(
    await stranger.deno("test", "--no-check", "--allow-env", "--allow-net"),
    /ok \| 1 passed \| 0 failed/,
  );
  assertMatch(
    await stranger.deno(
      "run",
      "--allow-read",
      "--allow-env",
      `jsr:${PACKAGE}/turns`,
      "traces.jsonl",
    ),
    /my_agent +my_agent +1 +gpt-5 +10 /m,
  );
}

Deno.test("the package as published is used by somebody who adds it", async () => {
  await using registry = new JsrRegistry(await published());
  using stranger = await Stranger.make(registry.url);
  await stranger.deno("add", `jsr:${PACKAGE}`);
  await useAll(stranger);
});

Deno.test("a clone is used in the same way by a project that links it", async () => {
  await using registry = new JsrRegistry();
  using stranger = await Stranger.make(registry.url, {
    imports: { [PACKAGE]: `jsr:${PACKAGE}@^${metadata.version}` },
    links: [fileURLToPath(ROOT)],
  });
  await useAll(stranger);
  const asked = registry.asked.filter((path) => path.includes(PACKAGE));
  assertEquals(asked, []);
});

Deno.test("every link of a published page leads to a published file", async () => {
  const { files } = await published();
  assertEquals(brokenLinks(files), []);
  assertEquals(files.has("/README.md"), true);
});

Deno.test("of the documentation site nothing but the pages is published", async () => {
  const docs = [...(await published()).files.keys()].filter((path) =>
    path.startsWith("/docs/")
  );
  assertEquals(docs.filter((path) => !path.endsWith(".md")), []);
});

/** What comes of importing each module of JSR's npm build, a line each. */
async function imported(
  program: readonly [string, ...string[]],
  before = "",
): Promise<string> {
  await using registry = new JsrRegistry(await published());
  using build = await NpmBuild.make(registry.packages);
  const modules = MODULES.map((module) => npmName(PACKAGE) + module);
  return await build.run(
    program,
    `${before}
    for (const module of ${JSON.stringify(modules)}) {
      await import(module).then(
        () => console.log("imported"),
        (error) => console.log(String(error)),
      );
    }`,
  );
}

function needsDeno(found: string): string {
  return `Error: Cannot import "@turnspan/turnspan": it needs Deno 2.8 or newer, and ${found}; run your program with "npx deno@latest run"\n`
    .repeat(MODULES.length);
}

const DENO = [Deno.execPath(), "eval"] as const;
const NODE = ["node", "--input-type=module", "--eval"] as const;

function hasNode(): boolean {
  try {
    return new Deno.Command("node", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}

Deno.test("JSR's npm build is imported where there is Deno", async () => {
  assertEquals(await imported(DENO), "imported\n".repeat(MODULES.length));
});

Deno.test("JSR's npm build says what is needed where there is no Deno", async () => {
  assertEquals(
    await imported(DENO, "delete globalThis.Deno;"),
    needsDeno("there is none here"),
  );
});

Deno.test("JSR's npm build says what is needed where Deno is older", async () => {
  assertEquals(
    await imported(
      DENO,
      `Object.defineProperty(Deno, "version", { value: { deno: "2.7.14" } });`,
    ),
    needsDeno("this is Deno 2.7.14"),
  );
});

Deno.test({
  name: "JSR's npm build says what is needed in Node",
  ignore: !hasNode(),
  fn: async () => {
    assertEquals(await imported(NODE), needsDeno("there is none here"));
  },
});

Deno.test("no published module has a using declaration, which Node 22 cannot parse", async () => {
  // A SyntaxError would come before the sentence that says what is needed.
  const modules = [...(await published()).files].filter(([path]) =>
    path.endsWith(".ts")
  );
  const found = modules.filter(([, bytes]) =>
    /^\s*(?:await )?using \w+ =/m.test(new TextDecoder().decode(bytes))
  );
  assertEquals(found.map(([path]) => path), []);
});
