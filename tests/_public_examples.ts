import { fileURLToPath } from "node:url";

/** What `deno doc --json` says of an export, as far as it is looked at. */
interface DocFile {
  readonly module_doc?: JsDoc;
  readonly symbols: readonly DocSymbol[];
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly jsDoc?: JsDoc;
    readonly def: unknown;
  }[];
}

interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly { readonly kind: string; readonly doc?: string }[];
}

const BLOCK = /^```(.*)\n([^]*?)^```$/gm;
const LINK = /\{@linkcode (\w+)/g;

/**
 * Finds what has no example in an export of the package: the module itself, its
 * functions, classes and constants, and each type that nothing with an example
 * names. A type is named where a declaration has it (a parameter, what is
 * returned, a field), where the text above links to it, or where another type
 * that is named has it.
 *
 * @param path The file.
 * @returns A line each: the symbol and what is missing.
 */
export async function withoutExample(path: string): Promise<string[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", path],
    cwd: fileURLToPath(import.meta.resolve("../")),
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(decoder.decode(stderr));
  const { nodes } = JSON.parse(decoder.decode(stdout)) as {
    readonly nodes: Readonly<Record<string, DocFile>>;
  };
  return Object.values(nodes).flatMap(missing);
}

function missing({ module_doc, symbols }: DocFile): string[] {
  const faults = symbols.map((symbol) => [symbol, faultOf(symbol)] as const);
  const covered = faults.filter(([, fault]) => fault === undefined)
    .map(([symbol]) => symbol);
  const named = new Set<string>();
  for (const symbol of covered) {
    for (const name of namesIn(symbol)) {
      if (named.has(name)) continue;
      named.add(name);
      covered.push(...symbols.filter((other) => other.name === name));
    }
  }
  const module = exampleFault([module_doc]);
  return [
    ...(module === undefined ? [] : [`the module ${module}`]),
    ...faults.flatMap(([symbol, fault]) =>
      fault === undefined || isType(symbol) && named.has(symbol.name)
        ? []
        : [`${symbol.name} ${fault}`]
    ),
  ];
}

function faultOf({ declarations }: DocSymbol): string | undefined {
  return exampleFault(declarations.map(({ jsDoc }) => jsDoc));
}

/** What is wrong with the examples of a symbol. */
function exampleFault(docs: readonly (JsDoc | undefined)[]) {
  const blocks = docs.flatMap((doc) => doc?.tags ?? [])
    .filter(({ kind }) => kind === "example")
    .flatMap(({ doc = "" }) => [...doc.matchAll(BLOCK)]);
  if (blocks.length === 0) return "has no example";
  const isSkipped = blocks.some(([, info = "", code = ""]) =>
    info !== "ts" && !code.startsWith("// Not run: needs ")
  );
  return isSkipped ? "has an example that is not run" : undefined;
}

function isType({ declarations }: DocSymbol): boolean {
  return declarations.every(({ kind }) =>
    kind === "interface" || kind === "typeAlias"
  );
}

/** The types that a symbol's declarations name, and what its text links to. */
function namesIn({ declarations }: DocSymbol): string[] {
  const links = declarations.flatMap(({ jsDoc }) =>
    [...(jsDoc?.doc ?? "").matchAll(LINK)].map(([, name = ""]) => name)
  );
  return [...links, ...typesIn(declarations.map(({ def }) => def))];
}

function typesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "typeName" ? [String(inner)] : typesIn(inner)
  );
}
