import { partsOf, plainPage } from "./plain_page.ts";
import { type Project, withCloneCommand } from "./project.ts";

/** What is looked at of a built site. */
export interface BuiltSite {
  /** The folder that it was built into. */
  readonly outDir: string;
  /** The folder of its pages. */
  readonly srcDir: string;
  /** What it says of itself. */
  readonly site: { readonly title: string; readonly description: string };
}

/** The order of the pages, and what stands above them. */
export type Contents = readonly {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}[];

/**
 * Writes `llms.txt`, `llms-full.txt` and the text of each page beside the built
 * pages, for readers that are language models (https://llmstxt.org). The pages
 * are those of the sidebar, in its order.
 */
export async function writeLlms(
  { outDir, srcDir, site }: BuiltSite,
  contents: Contents,
  project: Project,
): Promise<void> {
  const head = `# ${site.title}\n\n> ${site.description}\n`;
  const index = [head];
  const full = [head];
  for (const { text, items } of contents) {
    index.push(`## ${text}\n`);
    for (const { link } of items) {
      const path = `${link.slice(1)}.md`;
      const page = readPage(`${srcDir}/${path}`, project);
      const { title, description, body } = partsOf(page);
      index.push(`- [${title}](${project.site ?? "/"}${path}): ${description}`);
      full.push(body);
      const file = `${outDir}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeTextFile(file, body);
    }
    index.push("");
  }
  await Deno.writeTextFile(`${outDir}/llms.txt`, index.join("\n"));
  await Deno.writeTextFile(`${outDir}/llms-full.txt`, full.join("\n"));
}

function readPage(file: string, project: Project): string {
  const source = withCloneCommand(Deno.readTextFileSync(file), project);
  const folder = file.slice(0, file.lastIndexOf("/"));
  return plainPage(
    source,
    (path) => Deno.readTextFileSync(`${folder}/${path}`),
  );
}
