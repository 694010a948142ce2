import { fileURLToPath } from "node:url";

/** What a module loads before its first line runs. */
export interface StaticGraph {
  /** Files of the repository, by their paths in it, sorted. */
  readonly files: readonly string[];
  /** Packages of npm, sorted. */
  readonly packages: readonly string[];
  /** Modules of Node, sorted. */
  readonly builtins: readonly string[];
}

/** What `deno info --json` prints, as far as it is looked at. */
interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
}

/**
 * Follows the static imports of values from a module of the repository.
 *
 * @param entry The module's path in the repository.
 * @returns What is loaded with it.
 */
export async function staticGraph(entry: string): Promise<StaticGraph> {
  const root = import.meta.resolve("../../");
  const folder = fileURLToPath(root);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "info",
      "--json",
      `--config=${folder}deno.json`,
      `--lock=${folder}deno.lock`,
      "--frozen",
      folder + entry,
    ],
  }).output();
  const reached = follow(JSON.parse(new TextDecoder().decode(stdout)));
  const packages = reached.flatMap((specifier) =>
    /^npm:\/?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? []
  );
  const files = reached.filter((specifier) => specifier.startsWith(root))
    .map((specifier) => specifier.slice(root.length));
  return {
    files: files.sort(),
    packages: [...new Set(packages)].sort(),
    builtins: reached.filter((one) => one.startsWith("node:")).sort(),
  };
}

/** The modules that are reached by static imports of values. */
function follow({ roots, modules }: Graph): string[] {
  const bySpecifier = new Map(modules.map((one) => [one.specifier, one]));
  const reached = new Set<string>();
  const visit = (specifier: string) => {
    if (reached.has(specifier)) return;
    reached.add(specifier);
    const { dependencies = [] } = bySpecifier.get(specifier) ?? {};
    for (const { isDynamic, code } of dependencies) {
      if (!isDynamic && code?.specifier) visit(code.specifier);
    }
  };
  roots.forEach(visit);
  return [...reached];
}
