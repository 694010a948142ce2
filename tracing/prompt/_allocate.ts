import { apportion } from "./_apportion.ts";
import type { Comparison } from "./_compare.ts";
import { type ReplyTokens, replyTokens } from "./_reply_tokens.ts";
import type { Piece } from "./piece.ts";

/** A sum that was counted: of one piece, or of several as one. */
type Count = object;

/** How the new tokens of a prompt were found. */
export type TokensBasis = "measured" | "shared" | "estimated";

/** The tokens of a prompt, piece by piece. */
export interface Allocation {
  /** The tokens of each piece: whole numbers from 0 on. */
  readonly tokens: readonly number[];
  /** How those of each piece were counted; `undefined` for a mere share. */
  readonly counts: readonly (Count | undefined)[];
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
      counts: pieces.map(() => undefined),
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
  /** Absent for what is not known yet. */
  readonly #tokens: (number | undefined)[];
  readonly #counts: (Count | undefined)[];
  /** Whether it is known what all that left held. */
  #isLeftCounted: boolean;
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
    const { places, left } = comparison;
    const isNew = (place: number) => place < 0;
    this.#tokens = places.map((place) =>
      isNew(place) ? undefined : before.tokens[place]
    );
    this.#counts = places.map((place) =>
      isNew(place) ? undefined : before.counts[place]
    );
    // What was counted as one is known for as long as all of it stays.
    const gone = new Set(left.map((place) => before.counts[place]));
    this.#isLeftCounted = !gone.has(undefined);
    if (gone.size > 0) this.#forgetTorn(gone);
  }

  /** Forgets how pieces were counted that others of their count have left. */
  #forgetTorn(gone: ReadonlySet<Count | undefined>): void {
    for (const [place, count] of this.#counts.entries()) {
      if (count === undefined || !gone.has(count)) continue;
      this.#counts[place] = undefined;
      this.#isLeftCounted = false;
    }
  }

  allocate(): Allocation {
    const left = this.#total - this.#sum();
    const isOpen = (place: number) => this.#tokens[place] === undefined;
    const added: number[] = [];
    for (let place = 0; place < this.#pieces.length; place++) {
      if (isOpen(place)) added.push(place);
    }
    this.#addReply(added, left);
    const others = added.filter(isOpen);
    const rest = this.#total - this.#sum();
    const fits = others.length === 0 ? rest === 0 : rest >= others.length;
    if (!fits) return this.#shareAnew();
    this.#share(rest, others);
    const basis = this.#basis(others);
    if (basis === "measured") this.#count(others);
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

  #addReply(added: readonly number[], left: number): void {
    const reply = this.#reply(added);
    const isReply = new Set(reply);
    const others = added.filter((place) => !isReply.has(place));
    // Alone, it takes the growth, if that is a token a piece.
    const isAlone = others.length === 0;
    if (reply.length === 0 || isAlone && left < reply.length) return;
    const piecesAt = (places: readonly number[]) =>
      places.map((place) => this.#pieces[place]!);
    const found = replyTokens({
      pieces: piecesAt(reply),
      reply: this.#before.reply,
      left,
      othersWeight: isAlone ? undefined : weightOf(piecesAt(others)),
    });
    for (const [index, place] of reply.entries()) {
      this.#tokens[place] = found.tokens[index];
    }
    if (found.exact) this.#count(reply);
    else this.#isShared = true;
  }

  #count(places: readonly number[]): void {
    const count = {};
    for (const place of places) this.#counts[place] = count;
  }

  #basis(others: readonly number[]): TokensBasis {
    const isEstimated = !this.#isLeftCounted ||
      this.#pieces.some(({ isOpaque }) => isOpaque);
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
    const isShare = (place: number) => this.#counts[place] === undefined;
    const inexact = all.filter(isShare);
    const rest = this.#total -
      this.#sum(all.filter((place) => !isShare(place)));
    const isEnough = inexact.length > 0 && rest >= inexact.length;
    if (isEnough) this.#share(rest, inexact);
    else {
      this.#share(this.#total, all);
      this.#counts.fill(undefined);
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

  #sum(places?: readonly number[]): number {
    let sum = 0;
    if (places === undefined) {
      for (const tokens of this.#tokens) sum += tokens ?? 0;
    } else {
      for (const place of places) sum += this.#tokens[place] ?? 0;
    }
    return sum;
  }

  #result(basis: TokensBasis): Allocation {
    return {
      tokens: this.#tokens.map((one) => one ?? 0),
      counts: this.#counts,
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
