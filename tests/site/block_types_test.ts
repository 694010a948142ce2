import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Renders pages as the site does, which has a lock file of its own. */
const RENDER = `
import { createMarkdownRenderer } from "vitepress";
import { checkTypes } from "./.vitepress/twoslash.ts";
const markdown = await createMarkdownRenderer(Deno.cwd(), {
  codeTransformers: [checkTypes()],
});
const pages = await new Response(Deno.stdin.readable).json();
console.error = () => {};
console.log(JSON.stringify(pages.map((page) => {
  try {
    return markdown.render(page);
  } catch (error) {
    return String(error);
  }
})));
`;

async function deno(args: readonly string[], input = ""): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: new URL("docs/", ROOT),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function render(pages: readonly string[]): Promise<string[]> {
  await deno(["task", "--quiet", "types"]);
  const args = ["eval", "--quiet", "--frozen", RENDER];
  return JSON.parse(await deno(args, JSON.stringify(pages)));
}

function block(fence: string, ...lines: readonly string[]): string {
  return [`\`\`\`${fence}`, ...lines, "```", ""].join("\n");
}

Deno.test("checkTypes() refuses a block that does not fit the code, run or not", async () => {
  const blocks = [
    // Types of this package, of what it depends on, of frameworks, of Deno.
    ['import { traceRun } from "@turnspan/turnspan";', "traceRun(1);"],
    [
      'import { getTracer } from "@turnspan/turnspan";',
      "getTracer().startSpan(1);",
    ],
    [
      'import { McpPool } from "@turnspan/turnspan/mcp";',
      "const tools: string = (await McpPool.open(null!)).tools;",
    ],
    ['import { createAgent } from "langchain";', "createAgent({ model: 1 });"],
    ['import { Agent } from "@openai/agents";', 'new Agent({ nam: "x" });'],
    ["", "Deno.serve(1, 2, 3);"],
  ].map(([cut = "", shown = ""]) =>
    block("ts ignore", cut, "// ---cut-before---", shown)
  );

  const results = await render(blocks);

  assertEquals(results.length, blocks.length);
  for (const [place, result] of results.entries()) {
    assertStringIncludes(result, "Compiler Errors", blocks[place]!);
  }
});

Deno.test("checkTypes() knows what stands before the cut, and does not show it", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  const [html = "", readmeHtml = ""] = await render([
    block(
      "ts",
      "declare const port: number;",
      "// ---cut-before---",
      "Deno.serve({ port }, () => new Response());",
    ),
    readme, // Not a page of the site, so that its build does not check it.
  ]);

  assertStringIncludes(html, "serve");
  assert(!html.includes("declare"), html);
  assertStringIncludes(readmeHtml, "<h1");
});
