import {
  grownFrom,
  type Growth,
  newTokens,
  sizeAttributes,
  sizeBucket,
} from "../prompt/growth.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import type { ReadRequest } from "../prompt/request_reader.ts";
import type { SourceTokens } from "../prompt/sources.ts";
import type { TrajectoryPrompt } from "./trajectory.ts";
import type { Attributes } from "../base/otel.ts";

/** Sources of a turn that are told by name: a span has to stay small. */
const TURN_SOURCES = 16;

/** What a turn's prompt is known to be. */
export class TurnPrompt {
  readonly #request: ReadRequest;
  /** The agent's request before; absent in its first turn. */
  readonly #before: ReadRequest | undefined;
  readonly #growth: Growth | undefined;
  readonly #isFirst: boolean;

  constructor(
    request: ReadRequest,
    before: ReadRequest | undefined,
    isFirst: boolean,
  ) {
    this.#request = request;
    this.#before = isFirst ? undefined : before;
    this.#growth = this.#before && grownFrom(this.#before, request);
    this.#isFirst = isFirst;
  }

  /** What the trajectory says of it, where its ledger is known. */
  record(ledger: CallLedger): TrajectoryPrompt {
    const source = this.#growth?.source;
    return {
      tokens: ledger.inputTokens,
      sources: ledger.sources.lines(TURN_SOURCES),
      basis: ledger.basis,
      ...(source !== undefined && { grewBy: source }),
    };
  }

  /** The attributes that stand for it. */
  attributes(ledger: CallLedger | undefined, isPartial: boolean): Attributes {
    return {
      ...sizeAttributes(this.#request),
      "turn.prompt.grew_by": this.#growth?.source,
      "turn.prompt.grew_by_bytes": this.#growth?.bytes,
      "turn.prompt.grew_by_tokens": this.#grownTokens(ledger),
      "turn.prompt.partial": isPartial || undefined,
      ...(ledger && ledgerAttributes(ledger)),
      ...(!this.#isFirst && {
        "turn.cache.expected_tokens": ledger?.cache?.expectedTokens,
        "turn.cache.broken_by": ledger?.cache?.brokenBy,
      }),
    };
  }

  #grownTokens(ledger: CallLedger | undefined): number | undefined {
    const before = this.#before;
    if (!ledger || !before || !this.#growth) return undefined;
    const { source } = this.#growth;
    return newTokens(before, ledger.request, { source, tokens: ledger.tokens });
  }
}

function ledgerAttributes(ledger: CallLedger): Attributes {
  const { classes, basis } = ledger;
  return {
    "turn.prompt.tokens.instructions": classes.instructions,
    "turn.prompt.tokens.tools": classes.tools,
    "turn.prompt.tokens.messages": classes.messages,
    "turn.prompt.tokens.results": classes.results,
    ...sourceAttributes("turn.prompt", ledger.sources.lines(TURN_SOURCES)),
    "turn.prompt.tokens_basis": basis,
  };
}

/**
 * Sources as attributes: two lists, and the first of them once more, for
 * backends that cannot look into a list.
 */
export function sourceAttributes(
  prefix: "turn.prompt" | "agent.prompt",
  lines: readonly SourceTokens[],
): Attributes {
  const [top] = lines;
  if (top === undefined) return {};
  return {
    [`${prefix}.sources`]: lines.map(({ source }) => source),
    [`${prefix}.source_tokens`]: lines.map(({ tokens }) => tokens),
    [`${prefix}.top_source`]: top.source,
    [`${prefix}.top_source_tokens`]: top.tokens,
  };
}

/** The bucket that a turn's prompt is of. */
export function bucketAttribute(tokens: number | undefined): Attributes {
  return {
    "turn.prompt.size_bucket": tokens === undefined
      ? undefined
      : sizeBucket(tokens),
  };
}
