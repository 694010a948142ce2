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

  /** The source that holds the most, if any; of equals the first that came. */
  get largest(): SourceTokens | undefined {
    let largest: SourceTokens | undefined;
    for (const [source, tokens] of this.#tokens) {
      if (tokens > (largest?.tokens ?? 0)) largest = { source, tokens };
    }
    return largest;
  }

  /**
   * The sources that hold any tokens, the largest first; of equals the first
   * that came.
   *
   * @returns A line each.
   */
  lines(): SourceTokens[] {
    const lines: SourceTokens[] = [];
    for (const [source, tokens] of this.#tokens) {
      if (tokens > 0) lines.push({ source, tokens });
    }
    return lines.sort((one, other) => other.tokens - one.tokens);
  }
}

/**
 * Tells no more than so many sources by name.
 *
 * @param lines The sources, the largest first.
 * @param most How many at most; the others are one line, `other`.
 * @returns A line each.
 */
export function firstLines(
  lines: readonly SourceTokens[],
  most: number,
): readonly SourceTokens[] {
  if (lines.length <= most) return lines;
  let tokens = 0;
  for (const line of lines.slice(most)) tokens += line.tokens;
  return [...lines.slice(0, most), { source: OTHER, tokens }];
}

/** Sources as the attributes of a span tell them. */
export interface SourceLists {
  readonly sources: string[];
  readonly tokens: number[];
  /** The first of them once more, for backends that cannot look into a list. */
  readonly top: SourceTokens;
}

/**
 * Takes lines apart into what attributes can hold.
 *
 * @param lines The sources, the largest first.
 * @returns A list of each member; `undefined` where there is no line.
 */
export function sourceLists(
  lines: readonly SourceTokens[],
): SourceLists | undefined {
  const [top] = lines;
  return top && {
    sources: lines.map(({ source }) => source),
    tokens: lines.map(({ tokens }) => tokens),
    top,
  };
}
