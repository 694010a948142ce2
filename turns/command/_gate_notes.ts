import { printableLine } from "../../tracing/base/printable.ts";
import { count } from "../draw/format.ts";
import type { Finding } from "../model/finding.ts";
import { type KindFigures, kindKey } from "../model/kind_figures.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** More names than this help nobody choose. */
const MOST_NAMED = 20;

/** Says of which runs no source is known. */
export function noLedgerNote(
  kinds: readonly KindFigures[],
): string {
  const silent = kinds.filter(({ sources }) => sources.size === 0)
    .map(({ runner }) => runner);
  if (silent.length === 0) return "";
  const names = printableLine([...new Set(silent)].join(", "));
  return `No source is known of ${names}: the trace holds no ledger (an older version wrote it, or no request was read). Tokens of turns and runs alone are compared\n`;
}

/** A source that no prompt holds is a slip of the pen, or a tool that is unused. */
function unknownSources(
  kinds: readonly KindFigures[],
  { maxSource = [] }: TurnsArgs,
): string {
  const known = new Set(
    kinds.flatMap(({ agents }) =>
      [...agents.values()].flatMap(({ turns }) =>
        [...turns.values()].flatMap(({ sources }) => [...sources.keys()])
      )
    ),
  );
  const names = [...known].sort().slice(0, MOST_NAMED).join(", ");
  return maxSource.flat().filter(([source]) => !known.has(source))
    .map(([source]) =>
      printableLine(
        `No prompt holds "${source}"; there are: ${names || "none"}`,
      ) + "\n"
    ).join("");
}

/** What got smaller may be held on to. */
function smaller(
  kinds: readonly KindFigures[],
  base: readonly KindFigures[],
  { check = "" }: TurnsArgs,
): string {
  const before = new Map(base.map((kind) => [kindKey(kind), kind]));
  const less = kinds.flatMap((kind) => {
    const { tokens = 0 } = before.get(kindKey(kind)) ?? {};
    // A little less is what runs differ by.
    return kind.tokens < tokens * 0.99
      ? [`${kind.runner} ${count(tokens - kind.tokens)}`]
      : [];
  });
  return less.length === 0 ? "" : printableLine(
    `Input tokens fewer than in the baseline: ${
      less.join(", ")
    }; --update ${check} holds on to that`,
  ) + "\n";
}

/** What is no finding, and worth a word. */
export function gateNotes(
  kinds: readonly KindFigures[],
  base: readonly KindFigures[] | undefined,
  args: TurnsArgs,
  findings: readonly Finding[],
): string {
  const better = base === undefined || findings.length > 0
    ? ""
    : smaller(kinds, base, args);
  return noLedgerNote(kinds) + unknownSources(kinds, args) + better;
}
