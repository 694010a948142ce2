import { assertEquals } from "@std/assert";
import { writeLlms } from "../../docs/.vitepress/llms.ts";

const site = { title: "turnspan", description: "One trace." };
const contents = [
  { text: "Start", items: [{ text: "Second", link: "/b/second" }] },
  { text: "Reference", items: [{ text: "First", link: "/first" }] },
];

async function written(project: { readonly site?: string }) {
  const srcDir = await Deno.makeTempDir();
  const outDir = `${srcDir}/dist`;
  try {
    await Deno.mkdir(`${srcDir}/b`);
    for (const [path, title] of [["first", "One"], ["b/second", "Two"]]) {
      await Deno.writeTextFile(
        `${srcDir}/${path}.md`,
        `---\ndescription: About ${title}.\n---\n\n# ${title}\n\nText\n`,
      );
    }
    await writeLlms({ outDir, srcDir, site }, contents, project);
    const read = (name: string) => Deno.readTextFile(`${outDir}/${name}`);
    return {
      index: await read("llms.txt"),
      full: await read("llms-full.txt"),
      page: await read("b/second.md"),
    };
  } finally {
    await Deno.remove(srcDir, { recursive: true });
  }
}

Deno.test("writeLlms() lists the pages as the sidebar does, and writes their text", async () => {
  const { index, full, page } = await written({});
  assertEquals(
    index,
    `# turnspan

> One trace.

## Start

- [Two](/b/second.md): About Two.

## Reference

- [One](/first.md): About One.
`,
  );
  assertEquals(
    full,
    "# turnspan\n\n> One trace.\n\n# Two\n\nText\n\n# One\n\nText\n",
  );
  assertEquals(page, "# Two\n\nText\n");
});

Deno.test("writeLlms() names whole addresses where the site has one", async () => {
  const { index } = await written({ site: "https://example.org/turnspan/" });
  assertEquals(
    index.match(/\(.*?\)/g),
    [
      "(https://example.org/turnspan/b/second.md)",
      "(https://example.org/turnspan/first.md)",
    ],
  );
});

Deno.test("every page is in the sidebar, and so in llms.txt", () => {
  const docs = new URL("../../docs/", import.meta.url);
  const config = Deno.readTextFileSync(new URL(".vitepress/config.ts", docs));
  const links = [...config.matchAll(/link: "\/([^"]+)"/g)].map(([, link]) =>
    link
  );
  const pages = [...Deno.readDirSync(docs)].flatMap(({ name, isDirectory }) => {
    if (!isDirectory) return [name];
    if (/^\.|^node_modules$/.test(name)) return [];
    return [...Deno.readDirSync(new URL(name, docs))]
      .map((file) => `${name}/${file.name}`);
  }).filter((name) => name.endsWith(".md") && name !== "index.md")
    .map((name) => name.slice(0, -".md".length));
  assertEquals(pages.filter((page) => !links.includes(page)), []);
});
