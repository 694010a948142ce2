/** How many tokens a source holds. */
export interface SourceTokens {
  /** `<server>/<tool>`, `tools:<server>`, `user`, `assistant` and so on. */
  readonly source: string;
  /** Tokens. */
  readonly tokens: number;
}

/** The source of what stands behind the last line that is told. */
const OTHER = "other";

/** The source of a call's input of which no ledger is known. */
export const UNKNOWN = "unknown";

/** Tokens by source, in the order in which the sources came. */
export class SourceSum {
  readonly #tokens = new Map<string, number>();

  /**
   * Adds tokens.
   *
   * @param source Whose they are.
   * @param tokens How many.
   */
  add(source: string, tokens: number): void {
    this.#tokens.set(source, this.tokensOf(source) + tokens);
  }

  /** The tokens of one source. */
  tokensOf(source: string): number {
    return this.#tokens.get(source) ?? 0;
  }

  /**
   * The sources that hold any tokens, the largest first; of equals the first
   * that came.
   *
   * @param most How many at most; the others are one line, `other`.
   * @returns A line each.
   */
  lines(most = Infinity): SourceTokens[] {
    const lines = Array.from(
      this.#tokens,
      ([source, tokens]) => ({ source, tokens }),
    ).filter(({ tokens }) => tokens > 0)
      .sort((one, other) => other.tokens - one.tokens);
    if (lines.length <= most) return lines;
    const others = lines.splice(most);
    const tokens = others.reduce((sum, line) => sum + line.tokens, 0);
    return [...lines, { source: OTHER, tokens }];
  }
}
