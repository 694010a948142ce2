import { allocate, type KnownPrompt, type TokensBasis } from "./_allocate.ts";
import { type CacheUse, cacheUse, OTHER_MODEL } from "./_cache.ts";
import type { ReplyTokens } from "./_reply_tokens.ts";
import { compare } from "./_compare.ts";
import type { PromptClass } from "./piece.ts";
import { isClaude, type ReadRequest } from "./request_reader.ts";
import { SourceSum, type SourceTokens } from "./sources.ts";

export type { CacheUse, ReplyTokens, TokensBasis };

/** A model call whose input was counted. */
export interface CountedCall {
  /** The model, as the program calls it. */
  readonly name: string;
  /** The model, as its request calls it; absent where that was not read. */
  readonly model: string | undefined;
  /** The request, where it was read and stands on nothing else. */
  readonly request: ReadRequest | undefined;
  /** Its input, in tokens. */
  readonly inputTokens: number;
  /** What was reported of the reply. */
  readonly reply: ReplyTokens;
}

/** Which source holds how many of a prompt's tokens. */
export interface CallLedger {
  /** The request that it is of. */
  readonly request: ReadRequest;
  /** The tokens of the request. */
  readonly inputTokens: number;
  /** The tokens of each piece of it. */
  readonly tokens: readonly number[];
  /** The same by class. */
  readonly classes: Readonly<Record<PromptClass, number>>;
  /** The same by source, the largest first. */
  readonly sources: readonly SourceTokens[];
  readonly basis: TokensBasis;
  /** What may have been cached; absent for a first request. */
  readonly cache: CacheUse | undefined;
}

/**
 * The ledger of one agent: shares the tokens that a provider counted out among
 * the pieces of each prompt.
 */
export class Ledger {
  /** The model of the call before, and its prompt where that is known. */
  #before: {
    readonly model: string;
    readonly prompt: KnownPrompt | undefined;
  } | undefined;
  /** What requests call the models that the program has its own names for. */
  readonly #models = new Map<string, string>();

  /**
   * Adds a call, with which the next one is compared.
   *
   * @param call The call.
   * @returns Its ledger, or `undefined` where its request is not known.
   */
  add(call: CountedCall): CallLedger | undefined {
    const { request, inputTokens: total, reply } = call;
    const model = this.#modelOf(call);
    const last = this.#before;
    const isOther = last !== undefined && last.model !== model;
    const prompt = isOther ? undefined : last?.prompt;
    if (request === undefined || request.pieces.length === 0) {
      this.#before = { model, prompt: undefined };
      return undefined;
    }
    const { pieces } = request;
    const before = prompt &&
      { prompt, comparison: compare(prompt.pieces, pieces) };
    const shared = allocate({ pieces, total, ...(before && { before }) });
    this.#before = { model, prompt: { ...shared, pieces, reply } };
    const { tokens, basis } = shared;
    const { comparison } = before ?? {};
    const cache = prompt && comparison
      ? cacheUse(prompt, pieces, {
        comparison,
        tokens,
        wholePieces: isClaude(model),
      })
      : undefined;
    return {
      request,
      inputTokens: total,
      tokens,
      ...sums(request, tokens),
      basis,
      cache: isOther ? OTHER_MODEL : cache,
    };
  }

  /** The name on the wire, or else the one that it had there before. */
  #modelOf({ name, model }: CountedCall): string {
    if (model !== undefined) this.#models.set(name, model);
    return model ?? this.#models.get(name) ?? name;
  }
}

function sums(
  { pieces }: ReadRequest,
  tokens: readonly number[],
): Pick<CallLedger, "classes" | "sources"> {
  const classes = { instructions: 0, tools: 0, messages: 0, results: 0 };
  const sources = new SourceSum();
  for (let place = 0; place < pieces.length; place++) {
    const piece = pieces[place]!;
    classes[piece.class] += tokens[place]!;
    sources.add(piece.source, tokens[place]!);
  }
  return { classes, sources: sources.lines() };
}
