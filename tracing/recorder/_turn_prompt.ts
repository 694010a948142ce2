import { grownFrom, type Growth, newTokens } from "../prompt/growth.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import type { ReadRequest } from "../prompt/request_reader.ts";
import { firstLines, type SourceTokens } from "../prompt/sources.ts";
import type { TrajectoryPrompt } from "./trajectory.ts";

/** Sources of a turn that are told by name: a span has to stay small. */
const TURN_SOURCES = 16;

/** The sources of a turn that are told. */
export function turnSources({ sources }: CallLedger): readonly SourceTokens[] {
  return firstLines(sources, TURN_SOURCES);
}

/** What a turn's prompt is known to be. */
export class TurnPrompt {
  readonly request: ReadRequest;
  /** What it has that the agent's request before did not have. */
  readonly growth: Growth | undefined;
  /** Whether it is the agent's first turn. */
  readonly isFirst: boolean;
  /** The agent's request before; absent in its first turn. */
  readonly #before: ReadRequest | undefined;

  constructor(
    request: ReadRequest,
    before: ReadRequest | undefined,
    isFirst: boolean,
  ) {
    this.request = request;
    this.#before = isFirst ? undefined : before;
    this.growth = this.#before && grownFrom(this.#before, request);
    this.isFirst = isFirst;
  }

  /** What the trajectory says of it, where its ledger is known. */
  record(ledger: CallLedger): TrajectoryPrompt {
    const source = this.growth?.source;
    return {
      tokens: ledger.inputTokens,
      // A copy: what has grown holds room for more, and this stays.
      sources: [...turnSources(ledger)],
      basis: ledger.basis,
      ...(source !== undefined && { grewBy: source }),
    };
  }

  /** The tokens of what made it grow, where its ledger is known. */
  grownTokens(ledger: CallLedger | undefined): number | undefined {
    const before = this.#before;
    if (!ledger || !before || !this.growth) return undefined;
    const { source } = this.growth;
    return newTokens(before, ledger.request, { source, tokens: ledger.tokens });
  }
}
