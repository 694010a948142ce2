import { transformerTwoslash } from "@shikijs/twoslash";
import {
  createTwoslasher,
  type TwoslashInstance,
  type TwoslashReturn,
} from "twoslash";
import ts from "typescript";
import { fileURLToPath } from "node:url";
import denoJson from "../../deno.json" with { type: "json" };
import importMap from "../../import_map.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SITE = `${ROOT}docs/`;

/**
 * Checks the types of every block of TypeScript, those that the tests do not
 * run included: a mistake in one fails the build. What stands before a line
 * `// ---cut-before---` is checked and not shown.
 *
 * Types are not shown on hovering: it made the largest page 1 MB and put them
 * into the search.
 */
export function checkTypes(): ReturnType<typeof transformerTwoslash> {
  return transformerTwoslash({
    langs: ["ts"],
    twoslasher: once(createTwoslasher({
      compilerOptions: {
        ...denoJson.compilerOptions,
        target: ts.ScriptTarget.ESNext,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        allowImportingTsExtensions: true,
        noEmit: true,
        // What Deno has, by Deno's own word, and no more.
        lib: ["lib.esnext.d.ts"],
        typeRoots: [`${SITE}.vitepress/cache/types`],
        types: ["deno"],
        paths: paths(),
      },
      handbookOptions: { noStaticSemanticInfo: true },
    })),
  });
}

/** Where the packages are that our own files import. */
function paths(): Record<string, string[]> {
  const own = Object.entries(importMap.imports)
    .filter(([, path]) => path.startsWith("./"))
    .map(([name, path]) => [name, [ROOT + path.slice(2)]]);
  return {
    ...Object.fromEntries(own),
    "@modelcontextprotocol/*": [`${SITE}node_modules/@modelcontextprotocol/*`],
    "@opentelemetry/*": [`${SITE}node_modules/@opentelemetry/*`],
    "@std/assert": [`${ROOT}links/assert/_npm.d.ts`],
  };
}

/** A block is rendered for the page, for its server's side and for the search. */
function once(twoslasher: TwoslashInstance): TwoslashInstance {
  const known = new Map<string, TwoslashReturn>();
  const check = (code: string, extension?: string) => {
    const result = known.get(code) ?? twoslasher(code, extension);
    known.set(code, result);
    return result;
  };
  return Object.assign(check, { getCacheMap: twoslasher.getCacheMap });
}
