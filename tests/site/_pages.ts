import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** A fenced block of a page. */
export interface Block {
  /** Its language, as the fence names it. */
  readonly language: string;
  /** The words after the language. */
  readonly words: readonly string[];
  readonly code: string;
}

/** A page, with its blocks. */
export interface Page {
  /** Its path below the root, such as `docs/install.md`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The README and every page of the site. */
export function pages(): Page[] {
  return ["README.md", ...pathsIn("docs")].map((path) => {
    const text = Deno.readTextFileSync(`${ROOT}${path}`);
    return { path, text, blocks: blocksIn(text) };
  });
}

/** The fenced blocks of a text. */
export function blocksIn(text: string): Block[] {
  return [...text.matchAll(/^( *)```(\S+)(.*)\n([^]*?)^\1```$/gm)].map(
    ([, indent = "", language = "", words = "", code = ""]) => ({
      language,
      words: words.replace(/\[.*\]/, "").split(" ").filter(Boolean),
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

function pathsIn(folder: string): string[] {
  return [...Deno.readDirSync(`${ROOT}${folder}`)]
    .flatMap(({ name, isDirectory }) => {
      if (name.startsWith(".") || name === "node_modules") return [];
      const path = `${folder}/${name}`;
      if (isDirectory) return pathsIn(path);
      return name.endsWith(".md") ? [path] : [];
    }).sort();
}
