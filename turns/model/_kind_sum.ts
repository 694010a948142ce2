import type { AgentTurns } from "./_agent_paths.ts";
import { sourcesOfTurn } from "./_bill_names.ts";
import { billOf } from "./bill.ts";
import type {
  AgentFigures,
  KindFigures,
  TurnFigures,
  TurnGrowth,
} from "./kind_figures.ts";
import type { RunTurns } from "./run_turns.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** The models of the demo: one answers the same each time. */
const SCRIPTED = new Set(["demo", "demo-claude"]);

interface TurnSum {
  tokens: number;
  run: string;
  growth?: TurnGrowth;
  readonly sources: Map<string, number>;
}

interface AgentSum {
  runs: number;
  fewest: number;
  most: number;
  readonly turns: Map<number, TurnSum>;
}

/** Puts runs of one kind together: the most of each figure. */
export class KindSum {
  readonly #runner: string;
  readonly #scenario: string | undefined;
  #runs = 0;
  #tokens = 0;
  #run = "";
  #isScripted = true;
  readonly #sources = new Map<string, number>();
  readonly #agents = new Map<string, AgentSum>();

  /** Constructs a new instance. */
  constructor(runner: string, scenario: string | undefined) {
    this.#runner = runner;
    this.#scenario = scenario;
  }

  /** Adds a run. */
  add(run: RunTurns, agents: readonly AgentTurns[]): void {
    this.#runs++;
    const id = run.runId ?? run.traceId;
    const bill = billOf([run], "source");
    if (bill.tokens > this.#tokens || this.#run === "") {
      [this.#tokens, this.#run] = [bill.tokens, id];
    }
    this.#isScripted &&= run.turns.every(({ model = "" }) =>
      SCRIPTED.has(model)
    );
    if (run.ledger !== undefined || run.turns.some((row) => row.sources)) {
      raise(
        this.#sources,
        bill.lines.map(({ name, tokens }) => ({ source: name, tokens })),
      );
    }
    for (const { path, rows } of agents) this.#addAgent(path, rows, id);
  }

  /** The figures. */
  figures(): KindFigures {
    return {
      runner: this.#runner,
      ...(this.#scenario !== undefined && { scenario: this.#scenario }),
      runs: this.#runs,
      tokens: this.#tokens,
      sources: this.#sources,
      agents: new Map(
        Array.from(this.#agents, ([path, sum]) => [path, this.#agent(sum)]),
      ),
      isScripted: this.#isScripted,
      run: this.#run,
    };
  }

  #agent({ runs, fewest, most, turns }: AgentSum): AgentFigures {
    return {
      fewestTurns: runs < this.#runs ? 0 : fewest,
      mostTurns: most,
      turns: turns as ReadonlyMap<number, TurnFigures>,
    };
  }

  #addAgent(path: string, rows: readonly TurnRow[], run: string): void {
    const sum = this.#agents.get(path) ??
      { runs: 0, fewest: Infinity, most: 0, turns: new Map() };
    this.#agents.set(path, sum);
    const numbered = rows.filter(({ turn }) => turn !== undefined);
    sum.runs++;
    sum.fewest = Math.min(sum.fewest, numbered.length);
    sum.most = Math.max(sum.most, numbered.length);
    for (const row of numbered) addTurn(sum.turns, row, run);
  }
}

function addTurn(
  turns: Map<number, TurnSum>,
  row: TurnRow,
  run: string,
): void {
  const { turn, promptTokens } = row;
  if (turn === undefined || promptTokens === undefined) return;
  const sum: TurnSum = turns.get(turn) ??
    { tokens: -1, run, sources: new Map() };
  turns.set(turn, sum);
  if (promptTokens > sum.tokens) {
    [sum.tokens, sum.run] = [promptTokens, run];
  }
  if (row.sources !== undefined) raise(sum.sources, sourcesOfTurn(row));
  const { growthTokens, grewBy, grewByTokens } = row;
  if (growthTokens === undefined) return;
  if (growthTokens <= (sum.growth?.tokens ?? -Infinity)) return;
  sum.growth = {
    tokens: growthTokens,
    ...(grewBy !== undefined && { grewBy }),
    ...(grewByTokens !== undefined && { grewByTokens }),
    run,
  };
}

/** Keeps of each source the most. */
function raise(
  most: Map<string, number>,
  sources: readonly SourceTokens[],
): void {
  for (const { source, tokens } of sources) {
    most.set(source, Math.max(tokens, most.get(source) ?? 0));
  }
}
