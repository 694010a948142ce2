import { err, StatusLine } from "../../cli/shared/terminal.ts";
import type { Suite } from "../suite.ts";

/** Seconds of a suite that does not say how long it takes. */
const USUAL_SECONDS = 30;

/** A suite that is to run, and how often. */
export interface Planned {
  readonly suite: Suite;
  readonly rounds: number;
}

/**
 * Shows on stderr what is running: on a terminal in one line that changes, with
 * the time left, elsewhere in one line a suite.
 */
export class Progress {
  readonly #line = new StatusLine();
  readonly #begin = performance.now();
  readonly #expected: number;
  #before = 0;

  /** Begins to count the time. */
  constructor(planned: readonly Planned[]) {
    this.#expected = planned.reduce((sum, one) => sum + secondsOf(one), 0);
  }

  /** Says that a suite begins. */
  begin(place: string, { suite }: Planned): void {
    if (!this.#line.visible) err(`${place} ${suite.name}`);
  }

  /** Says what runs now. */
  show(place: string, planned: Planned, what: string, ended: number): void {
    const { suite, rounds } = planned;
    const share = ended / (suite.ways.length * rounds);
    const left = secondsLeft(
      (performance.now() - this.#begin) / 1_000,
      this.#before + share * secondsOf(planned),
      this.#expected,
    );
    this.#line.show(`${place} ${suite.name}: ${what} · ${spoken(left)} left`);
  }

  /** Says that a suite has ended. */
  end(planned: Planned): void {
    this.#before += secondsOf(planned);
    this.#line.clear();
  }

  /** Removes the line, to write something else or to end. */
  clear(): void {
    this.#line.clear();
  }
}

/** Seconds that a suite takes on two idle cores. */
function secondsOf({ suite, rounds }: Planned): number {
  return (suite.seconds ?? USUAL_SECONDS) * rounds / suite.rounds;
}

/**
 * Reckons how long it still takes: what is expected, at the pace so far, which
 * counts for more the more there is of it.
 *
 * @param elapsed Seconds since the beginning.
 * @param done Seconds that this much was expected to take.
 * @param expected Seconds that all of it was expected to take.
 * @returns Seconds.
 */
export function secondsLeft(
  elapsed: number,
  done: number,
  expected: number,
): number {
  // As if some of it had gone as expected before.
  const pace = (elapsed + USUAL_SECONDS) / (done + USUAL_SECONDS);
  return Math.max(expected - done, 0) * pace;
}

function spoken(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds / 10) * 10} s`;
  return `${Math.round(seconds / 60)} min`;
}
