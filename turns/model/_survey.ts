import { type Span, text } from "../source/span.ts";
import { inputTokens, modelOf, roleOf } from "./classify.ts";
import type { TurnRow } from "./turn_row.ts";
import type { Ranking } from "./ranking.ts";

/** A bound on what is held; no file has so many models. */
const MOST_NAMES = 1000;

function note(names: Set<string>, name: string | undefined): void {
  if (name !== undefined && names.size < MOST_NAMES) names.add(name);
}

/** What there is in a source, whether or not it fits what is looked for. */
export class Survey {
  #spans = 0;
  #candidates = 0;
  #withoutUsage = 0;
  #runWithoutUsage: string | undefined;
  #traceWithoutUsage: string | undefined;
  readonly #runners = new Set<string>();
  readonly #models = new Set<string>();

  /**
   * Counts a span.
   *
   * @param span The span.
   * @param isWanted Whether its trace is one that is looked for.
   * @returns What its row is of, where it is a turn or a model call of such a
   * trace.
   */
  add(span: Span, isWanted = true): TurnRow["kind"] | undefined {
    this.#spans++;
    if (!isWanted) return undefined;
    const role = roleOf(span);
    if (role !== "turn" && role !== "call") return undefined;
    this.#candidates++;
    note(this.#models, modelOf(span));
    if (inputTokens(span) === undefined) {
      this.#withoutUsage++;
      this.#runWithoutUsage ??= text(span, "agent.run_id");
      this.#traceWithoutUsage ??= span.traceId;
    }
    return role === "turn" ? "turn" : "chat";
  }

  /** Notes a runner's name. */
  addRunner(name: string): void {
    note(this.#runners, name);
  }

  /**
   * Says what there is.
   *
   * @param all What there is in all, where this is of one runner's traces.
   * @returns The counts and the names.
   */
  result(all: Survey = this): Omit<Ranking, "rows" | "run"> {
    // A runner without any turn is a filter that nothing passes.
    const { candidates, withoutUsage } = this.#candidates > 0
      ? { candidates: this.#candidates, withoutUsage: this.#withoutUsage }
      : { candidates: all.#candidates, withoutUsage: all.#withoutUsage };
    const runWithoutUsage = this.#runWithoutUsage ?? this.#traceWithoutUsage;
    return {
      spans: all.#spans,
      candidates,
      withoutUsage,
      ...(runWithoutUsage !== undefined && { runWithoutUsage }),
      runners: [...all.#runners],
      models: [...this.#models],
    };
  }
}
