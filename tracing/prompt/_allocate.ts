import { apportion } from "./_apportion.ts";
import type { Comparison } from "./_compare.ts";
import { type ReplyTokens, replyTokens } from "./_reply_tokens.ts";
import type { Piece } from "./piece.ts";

/** How the new tokens of a prompt were found. */
export type TokensBasis = "measured" | "shared" | "estimated";

/** The tokens of a prompt, piece by piece. */
export interface Allocation {
  /** The tokens of each piece: whole numbers from 0 on. */
  readonly tokens: readonly number[];
  /** Whether those of each piece are known, and not a share. */
  readonly exact: readonly boolean[];
  readonly basis: TokensBasis;
}

/** A request whose tokens are known, and its reply. */
export interface KnownPrompt extends Allocation {
  readonly pieces: readonly Piece[];
  readonly reply: ReplyTokens;
}

/** A prompt that is shared out. */
export interface AllocationInit {
  readonly pieces: readonly Piece[];
  /** Its tokens, as the provider counted them. */
  readonly total: number;
  /** The request before, and what stayed of it. */
  readonly before?: {
    readonly prompt: KnownPrompt;
    readonly comparison: Comparison;
  };
}

/**
 * Shares the tokens of a prompt out among its pieces. They add up to what the
 * provider counted; see "The ledger" in the documentation for the rules.
 *
 * @param init The prompt; it has a piece.
 * @returns The tokens of each piece.
 */
export function allocate(init: AllocationInit): Allocation {
  const { pieces, total, before } = init;
  if (before === undefined) {
    return {
      tokens: apportion(total, pieces.map(({ weight }) => weight)),
      exact: pieces.map(() => false),
      basis: "estimated",
    };
  }
  return new SharedPrompt(init, before.prompt, before.comparison).allocate();
}

/** A prompt of which pieces stayed, while it is shared out. */
class SharedPrompt {
  readonly #pieces: readonly Piece[];
  readonly #total: number;
  readonly #before: KnownPrompt;
  readonly #comparison: Comparison;
  /** Absent for what is not known yet. */
  readonly #tokens: (number | undefined)[];
  readonly #exact: boolean[];
  /** Whether something in it was weighed that would have to be counted. */
  #isShared = false;

  constructor(
    { pieces, total }: AllocationInit,
    before: KnownPrompt,
    comparison: Comparison,
  ) {
    this.#pieces = pieces;
    this.#total = total;
    this.#before = before;
    this.#comparison = comparison;
    this.#tokens = comparison.places.map((place) => before.tokens[place]);
    this.#exact = comparison.places.map((place) =>
      before.exact[place] ?? false
    );
  }

  allocate(): Allocation {
    const left = this.#total - this.#sum();
    const isNew = (place: number) => this.#tokens[place] === undefined;
    const added = [...this.#pieces.keys()].filter(isNew);
    const reply = this.#reply(added);
    const others = reply.length === 0
      ? added
      : added.filter((place) => place < reply[0]! || place > reply.at(-1)!);
    this.#addReply(reply, others, left);
    const rest = this.#total - this.#sum();
    const fits = others.length === 0 ? rest === 0 : rest >= others.length;
    if (!fits) return this.#shareAnew();
    this.#share(rest, others);
    const basis = this.#basis(others);
    if (basis === "measured") {
      for (const place of others) this.#exact[place] = true;
    }
    return this.#result(basis);
  }

  /** The first run of new pieces that are the assistant's. */
  #reply(added: readonly number[]): number[] {
    if (this.#before.reply.output === undefined) return [];
    const isReply = (place: number) =>
      this.#tokens[place] === undefined && isAssistant(this.#pieces[place]);
    const reply: number[] = [];
    const first = added.find(isReply) ?? this.#pieces.length;
    for (let place = first; isReply(place); place++) reply.push(place);
    return reply;
  }

  #addReply(reply: readonly number[], others: readonly number[], left: number) {
    // Alone, it takes the growth, if that is a token a piece.
    const isAlone = others.length === 0;
    if (reply.length === 0 || isAlone && left < reply.length) return;
    const found = replyTokens({
      pieces: reply.map((place) => this.#pieces[place]!),
      reply: this.#before.reply,
      left,
      othersWeight: isAlone
        ? undefined
        : weightOf(others.map((place) => this.#pieces[place]!)),
    });
    for (const [index, place] of reply.entries()) {
      this.#tokens[place] = found.tokens[index];
      this.#exact[place] = found.exact;
    }
    this.#isShared = !found.exact;
  }

  #basis(others: readonly number[]): TokensBasis {
    const before = this.#before;
    const isEstimated = this.#pieces.some(({ isOpaque }) => isOpaque) ||
      this.#comparison.left.some((place) => !before.exact[place]);
    if (isEstimated) return "estimated";
    const sources = new Set(others.map((place) => this.#pieces[place]!.source));
    return sources.size > 1 || this.#isShared ? "shared" : "measured";
  }

  /**
   * What is known exactly leaves too little, or nothing takes what it leaves:
   * pieces that are not known exactly share that, or else all shrink alike.
   */
  #shareAnew(): Allocation {
    const all = [...this.#pieces.keys()];
    const inexact = all.filter((place) => !this.#exact[place]);
    const rest = this.#total -
      this.#sum(all.filter((place) => this.#exact[place]));
    const isEnough = inexact.length > 0 && rest >= inexact.length;
    if (isEnough) this.#share(rest, inexact);
    else {
      this.#share(this.#total, all);
      this.#exact.fill(false);
    }
    return this.#result("estimated");
  }

  /** Shares tokens out: by those that were known, else by weight. */
  #share(tokens: number, places: readonly number[]): void {
    const weights = places.map((place) =>
      this.#tokens[place] ?? this.#pieces[place]!.weight
    );
    const shares = apportion(tokens, weights);
    for (const [index, place] of places.entries()) {
      this.#tokens[place] = shares[index]!;
    }
  }

  #sum(places: Iterable<number> = this.#pieces.keys()): number {
    let sum = 0;
    for (const place of places) sum += this.#tokens[place] ?? 0;
    return sum;
  }

  #result(basis: TokensBasis): Allocation {
    return {
      tokens: this.#tokens.map((one) => one ?? 0),
      exact: this.#exact,
      basis,
    };
  }
}

function isAssistant(piece: Piece | undefined): boolean {
  return piece?.kind === "assistant" || piece?.kind === "reasoning";
}

function weightOf(pieces: readonly Piece[]): number {
  return pieces.reduce((all, { weight }) => all + weight, 0);
}
