import type { SourceTokens } from "../model/source_tokens.ts";
import type { TurnRow } from "../model/turn_row.ts";
import { count } from "./format.ts";
import { percent } from "./percent.ts";
import { sourceInWords } from "./_source_in_words.ts";

/** A source of less than this part of a prompt is not worth a word. */
const WORTH = 0.1;
/** More sources than this are no sentence any more. */
const MOST = 3;

/**
 * Says what a prompt is made of: its largest source and others that are a good
 * part of it.
 *
 * @param row The turn.
 * @param isTopSaid Whether the largest source was said already.
 * @returns The end of a sentence; nothing where no ledger is known.
 */
export function madeOf(
  { promptTokens = 0, sources }: TurnRow,
  isTopSaid: boolean,
): string {
  const [top, ...others] = sources ?? [];
  if (top === undefined) return "";
  const part = ({ source, tokens }: SourceTokens) =>
    `${sourceInWords(source)} (${count(tokens)} tokens, ${
      percent(tokens, promptTokens)
    })`;
  const more = others.filter(({ tokens }) => tokens >= promptTokens * WORTH)
    .slice(0, MOST - 1).map(part);
  const then = more.length === 0 ? "" : `, then ${more.join(" and ")}`;
  if (isTopSaid) return then;
  const what = top.tokens * 2 > promptTokens
    ? "most of it is"
    : "its largest part is";
  return `; ${what} ${part(top)}${then}`;
}
