import { UsageError } from "../../command_line/usage_error.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** Refuses flags that contradict each other, or of which one would do nothing. */
export function checkCombination(args: TurnsArgs): void {
  const { tree, ledger, by, run, json } = args;
  if (tree && run === undefined) {
    throw new UsageError("Cannot draw a tree: --tree needs --run <id>");
  }
  if (tree && json) {
    throw new UsageError("Cannot draw a tree as JSON: use --tree or --json");
  }
  if (ledger && run === undefined) {
    throw new UsageError("Cannot draw a ledger: --ledger needs --run <id>");
  }
  const views = [
    tree && "--tree",
    ledger && "--ledger",
    by !== undefined && `--by ${by}`,
  ].filter((view) => view !== false);
  if (views.length > 1) {
    throw new UsageError(
      `Cannot show a run in two ways at once: use ${views.join(" or ")}`,
    );
  }
  if (ledger) checkFilters(args);
  checkGate(args, views);
}

/** A gate is of whole runs, and shows what is over and nothing else. */
function checkGate(args: TurnsArgs, views: readonly string[]): void {
  const { check, update, tolerance, overTokens, model } = args;
  const limits = [
    check !== undefined && "--check",
    args.maxPrompt !== undefined && "--max-prompt",
    args.maxGrowth !== undefined && "--max-growth",
    args.maxSource !== undefined && "--max-source",
    args.maxTotal !== undefined && "--max-total",
  ].filter((flag) => flag !== false);
  if (tolerance !== undefined && check === undefined) {
    throw new UsageError(
      "Cannot use a tolerance without a baseline: --tolerance needs --check <file>",
    );
  }
  const [gate] = update === undefined ? limits : ["--update"];
  if (gate === undefined) return;
  if (update !== undefined && limits.length > 0) {
    throw new UsageError(
      `Cannot write a baseline and check at once: use --update or ${limits[0]}`,
    );
  }
  const [other] = [
    ...views,
    ...(overTokens === undefined ? [] : ["--over"]),
    ...(model === undefined ? [] : ["--model"]),
  ];
  if (other === undefined) return;
  throw new UsageError(
    `Cannot use ${gate} with ${other}: it looks at whole runs. Leave out ${other}`,
  );
}

const FILTERS = {
  overTokens: "--over",
  runner: "--runner",
  model: "--model",
  sinceMs: "--since",
  top: "--top",
} as const;

/** A ledger adds up to what its run sent: there is none of a part of it. */
function checkFilters(args: TurnsArgs): void {
  for (
    const name of ["overTokens", "runner", "model", "sinceMs", "top"] as const
  ) {
    if (args[name] === undefined) continue;
    throw new UsageError(
      `Cannot draw a ledger of a part of a run: leave out ${
        FILTERS[name]
      }, or use --by with it`,
    );
  }
}
