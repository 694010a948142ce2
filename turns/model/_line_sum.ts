import type { BillLine, BillName, TurnPlace } from "./bill_line.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** A turn that is added to lines. */
export interface BilledTurn {
  readonly row: TurnRow;
  /** Its run's id, or its trace's where it is in none. */
  readonly run: string;
  /** What its agent is known by, and which of the agent's turns it is. */
  readonly agent: string;
  readonly place: number;
}

/** Adds up one line of a bill. */
export class LineSum {
  readonly #name: BillName;
  /** Input tokens so far. */
  tokens = 0;
  #costUsd: number | undefined;
  #calls = 0;
  #cameIn: TurnPlace | undefined;
  #startMs = Infinity;
  #inARow = 0;
  #streak = 0;
  /** The last turn that held it. */
  #agent: string | undefined;
  #place = 0;
  #sources = new Map<string, number>();

  /** Constructs a new instance. */
  constructor(name: BillName) {
    this.#name = name;
  }

  /** Adds a turn that held it. */
  addTurn({ row, run, agent, place }: BilledTurn): void {
    this.#calls++;
    const goesOn = agent === this.#agent && place === this.#place + 1;
    this.#streak = goesOn ? this.#streak + 1 : 1;
    [this.#agent, this.#place] = [agent, place];
    this.#inARow = Math.max(this.#inARow, this.#streak);
    if (row.startMs >= this.#startMs) return;
    this.#startMs = row.startMs;
    this.#cameIn = {
      ...(row.turn !== undefined && { turn: row.turn }),
      ...(row.agent !== undefined && { agent: row.agent }),
      run,
    };
  }

  /** Adds what is known of the cost. */
  addCost(usd: number): void {
    this.#costUsd = (this.#costUsd ?? 0) + usd;
  }

  /** Adds what some of the tokens are. */
  addSources(sources: readonly SourceTokens[]): void {
    for (const { source, tokens } of sources) {
      this.#sources.set(source, (this.#sources.get(source) ?? 0) + tokens);
    }
  }

  /** Keeps of the sources only the largest, as nothing more will come. */
  close(): void {
    const top = this.#topSource();
    this.#sources = new Map(top && [[top.source, top.tokens]]);
  }

  /** The line. */
  line(): BillLine {
    const topSource = this.#topSource();
    return {
      ...this.#name,
      tokens: this.tokens,
      ...(this.#calls > 0 && {
        calls: this.#calls,
        turnsInARow: this.#inARow,
      }),
      ...(this.#cameIn !== undefined && { cameIn: this.#cameIn }),
      ...(this.#costUsd !== undefined && { costUsd: this.#costUsd }),
      ...(topSource !== undefined && { topSource }),
    };
  }

  #topSource(): SourceTokens | undefined {
    let top: SourceTokens | undefined;
    for (const [source, tokens] of this.#sources) {
      if (tokens > (top?.tokens ?? 0)) top = { source, tokens };
    }
    return top;
  }
}
