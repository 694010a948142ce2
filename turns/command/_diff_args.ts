import { UsageError } from "../../command_line/usage_error.ts";
import { absolutePath } from "../../tracing/base/absolute_path.ts";
import type { TurnsIo } from "./io.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** Two things to compare. */
export type Pair = readonly [a: string, b: string];

/** What `turns diff` was given: two files, or two runs and where they are. */
export interface DiffArgs {
  readonly files?: Pair;
  readonly ids?: Pair;
  readonly paths: readonly string[];
}

/** Flags that say which turns are shown, or how: a comparison has its own way. */
const OTHERS = [
  ["run", "--run"],
  ["by", "--by"],
  ["tree", "--tree"],
  ["ledger", "--ledger"],
  ["check", "--check"],
  ["update", "--update"],
  ["maxPrompt", "--max-prompt"],
  ["maxGrowth", "--max-growth"],
  ["maxSource", "--max-source"],
  ["maxTotal", "--max-total"],
  ["overTokens", "--over"],
  ["runner", "--runner"],
  ["model", "--model"],
  ["sinceMs", "--since"],
] as const;

async function isThere(path: string, io: TurnsIo): Promise<boolean> {
  try {
    await Deno.stat(absolutePath(path, io.folder));
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads `diff <a> <b> [paths...]`.
 *
 * @returns What to compare; `undefined` where nothing is.
 * @throws {UsageError} If it is not two files, or two runs.
 */
export async function diffArgs(
  args: TurnsArgs,
  io: TurnsIo,
): Promise<DiffArgs | undefined> {
  const [word, a, b, ...paths] = args.paths;
  if (word !== "diff") return undefined;
  if (!a || !b) {
    throw new UsageError(
      "Cannot compare: write turns diff <a> <b> with two runs or two files (a folder named diff is ./diff)",
    );
  }
  const [other] = OTHERS.flatMap(([key, flag]) =>
    args[key] === undefined || args[key] === false ? [] : [flag]
  );
  if (other !== undefined) {
    throw new UsageError(
      `Cannot use ${other} with diff: it compares whole runs. Leave out ${other}`,
    );
  }
  const [isA, isB] = [await isThere(a, io), await isThere(b, io)];
  if (isA && isB && paths.length === 0) return { files: [a, b], paths };
  const looksLikeFile = [isA ? a : "", isB ? b : "", a, b]
    .find((one, i) =>
      i < 2 ? one !== "" : /[/\\]|\.(json|jsonl|gz)$/.test(one)
    );
  if (looksLikeFile !== undefined) {
    const [file, id] = looksLikeFile === a ? [a, b] : [b, a];
    throw new UsageError(
      `Cannot compare "${file}" with "${id}": name two files that exist, or two runs and then the files that they are in`,
    );
  }
  return { ids: [a.replace(/…$/, ""), b.replace(/…$/, "")], paths };
}
