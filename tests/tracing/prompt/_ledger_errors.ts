import type { RecordedSpan } from "../../../testing/mod.ts";
import type { MadePiece } from "./_made_prompt.ts";
import type { MadeRun, MadeTurn } from "./_made_run.ts";

export const MEASURED = "measured: new pieces within 15 tokens each";
export const SHARED = "shared: a source within 10 % and 20 tokens a piece";
export const ESTIMATED =
  "estimated: a source within 25 % and 20 tokens a piece";
export const OF_A_RUN = "a run: its costliest source, within 5 % of its input";

/** Errors that a ledger may have, and in what share of cases. */
const BOUNDS = {
  [MEASURED]: 0.97,
  "measured: new pieces within 40 tokens each": 1,
  [SHARED]: 0.94,
  "shared: a source within 25 % and 20 tokens a piece": 0.98,
  "shared: the new pieces within 5 % and 20 tokens": 0.9,
  [ESTIMATED]: 0.97,
  [OF_A_RUN]: 0.95,
} as const;

type Bound = keyof typeof BOUNDS;

/** What a source holds: as a tokenizer counts it, and as a ledger tells it. */
interface Line {
  readonly source: string;
  readonly pieces: number;
  readonly tokens: number;
  readonly told: number;
}

/** How far ledgers are from what a tokenizer counts. */
export class LedgerErrors {
  readonly #cases: ReadonlyMap<Bound, boolean[]> = new Map(
    Object.keys(BOUNDS).map((bound) => [bound as Bound, []]),
  );
  /** Sources of which a trace does not tell what is new. */
  untold = 0;

  /** How many cases there were. */
  count(bound: Bound): number {
    return this.#cases.get(bound)!.length;
  }

  /** The bounds that are not kept. */
  faults(): string[] {
    return Array.from(this.#cases, ([bound, cases]) => {
      const kept = cases.filter((isKept) => isKept).length;
      const told = `${kept} of ${cases.length}, not ${BOUNDS[bound] * 100} %`;
      return kept >= BOUNDS[bound] * cases.length ? [] : [`${bound}: ${told}`];
    }).flat();
  }

  /** Adds a run, and what was recorded of it. */
  add(run: MadeRun, spans: readonly RecordedSpan[]): void {
    const turns = new Map(
      spans.filter(({ name }) => name === "agent.turn").map((span) => [
        key(
          span.attributes["gen_ai.agent.name"],
          span.attributes["turn.index"],
        ),
        span.attributes,
      ]),
    );
    for (const turn of run.turns) {
      const told = turns.get(key(turn.agent, turn.index))!;
      const before = turns.get(key(turn.agent, turn.before?.index));
      this.#addTurn(turn, told, before);
    }
    const root = spans.find(({ name }) => name === "agent.run")!;
    this.#addRun(run, root.attributes);
  }

  #addTurn(turn: MadeTurn, told: Attributes, before: Attributes | undefined) {
    switch (told["turn.prompt.tokens_basis"]) {
      case "estimated":
        for (const line of wholeLines(turn, told)) {
          this.#add(
            ESTIMATED,
            isWithin(line, 0.25, 20),
          );
        }
        return;
      case "measured":
        return this.#addMeasured(this.#newLines(turn, told, before));
      case "shared":
        return this.#addShared(this.#newLines(turn, told, before));
    }
  }

  #addMeasured(lines: readonly Line[]): void {
    for (const most of [15, 40] as const) {
      this.#add(
        `measured: new pieces within ${most} tokens each`,
        lines.every((line) => isWithin(line, 0, most)),
      );
    }
  }

  #addShared(lines: readonly Line[]): void {
    for (const line of lines) {
      for (const most of [10, 25] as const) {
        this.#add(
          `shared: a source within ${most} % and 20 tokens a piece`,
          isWithin(line, most / 100, 20),
        );
      }
    }
    const sum = (of: "tokens" | "told") =>
      lines.reduce((all, line) => all + line[of], 0);
    const all = { tokens: sum("tokens"), told: sum("told"), pieces: 1 };
    this.#add(
      "shared: the new pieces within 5 % and 20 tokens",
      isWithin(all, 0.05, 20),
    );
  }

  #addRun(run: MadeRun, told: Attributes): void {
    const costs = [...linesOf(run.requests.flat(), () => 0)]
      .toSorted((one, other) => other.tokens - one.tokens);
    if (costs.length === 0) return;
    const [top] = costs;
    const input = Number(told["agent.usage.input_tokens"]);
    const error = Number(told["agent.prompt.top_source_tokens"]) - top!.tokens;
    this.#add(
      OF_A_RUN,
      told["agent.prompt.top_source"] === top!.source &&
        Math.abs(error) <= 0.05 * input,
    );
  }

  #add(bound: Bound, isKept: boolean): void {
    this.#cases.get(bound)!.push(isKept);
  }

  /** What is new in a turn, as far as its trace tells it by source. */
  #newLines(
    turn: MadeTurn,
    told: Attributes,
    before: Attributes | undefined,
  ): Line[] {
    const old = turn.before?.pieces ?? [];
    const added = without(turn.pieces, old);
    const left = without(old, turn.pieces);
    return linesOf(added, (source) => {
      if (turn.follows && told["turn.prompt.grew_by"] === source) {
        return Number(told["turn.prompt.grew_by_tokens"]);
      }
      // What stayed keeps its tokens: the difference is what is new.
      const stayed = !left.some((piece) => piece.source === source);
      if (before !== undefined && stayed) {
        return tokensOf(told, source) - tokensOf(before, source);
      }
      this.untold++;
      return NaN;
    }).filter(({ told }) => !Number.isNaN(told));
  }
}

type Attributes = RecordedSpan["attributes"];

function key(agent: unknown, index: unknown): string {
  return `${agent} ${index}`;
}

function isWithin(
  { tokens, told, pieces }: Omit<Line, "source">,
  share: number,
  each: number,
): boolean {
  return Math.abs(told - tokens) <= share * tokens + each * pieces;
}

function wholeLines({ pieces }: MadeTurn, told: Attributes): Line[] {
  return linesOf(pieces, (source) => tokensOf(told, source));
}

/** The tokens of a source; NaN where it may be among the others. */
function tokensOf(told: Attributes, source: string): number {
  const sources = told["turn.prompt.sources"] as readonly string[] ?? [];
  const tokens = told["turn.prompt.source_tokens"] as readonly number[];
  const known = tokens?.[sources.indexOf(source)];
  return known ?? (sources.includes("other") || !tokens ? NaN : 0);
}

function linesOf(
  pieces: readonly MadePiece[],
  told: (source: string) => number,
): Line[] {
  const bySource = Map.groupBy(pieces, ({ source }) => source);
  return Array.from(bySource, ([source, all]) => ({
    source,
    pieces: all.length,
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    told: told(source),
  })).filter(({ told }) => !Number.isNaN(told));
}

/** Pieces that others do not hold. */
function without(
  pieces: readonly MadePiece[],
  others: readonly MadePiece[],
): MadePiece[] {
  const ids = new Set(others.map(({ id }) => id));
  return pieces.filter(({ id }) => !ids.has(id));
}
