import {
  addSizes,
  grownFrom,
  type Growth,
  newTokens,
  sizeBucket,
} from "../prompt/growth.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import type { ReadRequest } from "../prompt/request_reader.ts";
import { firstLines, type SourceTokens } from "../prompt/sources.ts";
import type { TrajectoryPrompt } from "./trajectory.ts";
import type { Attributes } from "../base/otel.ts";

/** Sources of a turn that are told by name: a span has to stay small. */
const TURN_SOURCES = 16;

/** The names of the attributes that tell of sources. */
type SourceNames = ReturnType<typeof sourceNames>;

// Made once: as the name of a member, a text that was just put together is slow.
const TURN_PROMPT = sourceNames("turn.prompt");

/** Those of an agent. */
export const AGENT_PROMPT: SourceNames = sourceNames("agent.prompt");

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
      // A copy: what has grown holds room for more, and this stays.
      sources: [...firstLines(ledger.sources, TURN_SOURCES)],
      basis: ledger.basis,
      ...(source !== undefined && { grewBy: source }),
    };
  }

  /** Adds the attributes that stand for it. */
  addTo(
    attributes: Attributes,
    ledger: CallLedger | undefined,
    isPartial: boolean,
  ): void {
    addSizes(attributes, this.#request);
    if (this.#growth !== undefined) {
      attributes["turn.prompt.grew_by"] = this.#growth.source;
      attributes["turn.prompt.grew_by_bytes"] = this.#growth.bytes;
      attributes["turn.prompt.grew_by_tokens"] = this.#grownTokens(ledger);
    }
    if (isPartial) attributes["turn.prompt.partial"] = true;
    if (ledger === undefined) return;
    addLedger(attributes, ledger);
    if (this.#isFirst || ledger.cache === undefined) return;
    const { expectedTokens, brokenBy } = ledger.cache;
    attributes["turn.cache.expected_tokens"] = expectedTokens;
    attributes["turn.cache.broken_by"] = brokenBy;
  }

  #grownTokens(ledger: CallLedger | undefined): number | undefined {
    const before = this.#before;
    if (!ledger || !before || !this.#growth) return undefined;
    const { source } = this.#growth;
    return newTokens(before, ledger.request, { source, tokens: ledger.tokens });
  }
}

function sourceNames(prefix: string) {
  return {
    sources: `${prefix}.sources`,
    tokens: `${prefix}.source_tokens`,
    top: `${prefix}.top_source`,
    topTokens: `${prefix}.top_source_tokens`,
  };
}

function addLedger(attributes: Attributes, ledger: CallLedger): void {
  const { classes, basis } = ledger;
  attributes["turn.prompt.tokens.instructions"] = classes.instructions;
  attributes["turn.prompt.tokens.tools"] = classes.tools;
  attributes["turn.prompt.tokens.messages"] = classes.messages;
  attributes["turn.prompt.tokens.results"] = classes.results;
  addSources(attributes, TURN_PROMPT, firstLines(ledger.sources, TURN_SOURCES));
  attributes["turn.prompt.tokens_basis"] = basis;
}

/**
 * Adds sources to attributes: two lists, and the first of them once more, for
 * backends that cannot look into a list.
 */
export function addSources(
  attributes: Attributes,
  names: SourceNames,
  lines: readonly SourceTokens[],
): void {
  const [top] = lines;
  if (top === undefined) return;
  attributes[names.sources] = lines.map(({ source }) => source);
  attributes[names.tokens] = lines.map(({ tokens }) => tokens);
  attributes[names.top] = top.source;
  attributes[names.topTokens] = top.tokens;
}

/** Adds what is told of a turn's input tokens beside their number. */
export function addTokens(
  attributes: Attributes,
  tokens: number | undefined,
  before: number | undefined,
): void {
  if (tokens === undefined) return;
  attributes["turn.prompt.size_bucket"] = sizeBucket(tokens);
  if (before === undefined) return;
  attributes["turn.prompt.delta_tokens"] = tokens - before;
}
