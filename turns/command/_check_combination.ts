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
