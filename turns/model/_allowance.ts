import type { KindFigures } from "./kind_figures.ts";

/** The tolerance where none is given, in percent. */
export const DEFAULT_TOLERANCE = 10;

/** How exact a ledger is, in tokens of a source and turn. */
const LEDGER_ERROR = 20;

/**
 * What a run of the demo differs by from the next, in tokens of a source and
 * turn: the Claude CLI tells its agent ids, durations and a folder's name.
 */
const DEMO_NOISE = 10;

/** By how much figures may be over. */
export interface Allowance {
  /** Percent of the figure. */
  readonly percent: number;
  /** Tokens besides, a turn, of what the provider counted. */
  readonly ofPrompt: number;
  /** Tokens besides, a turn, of a source. */
  readonly ofSource: number;
}

/**
 * Tells by how much figures may be over: by the tolerance that is given, and
 * without one by nothing where a script answers, which answers the same again.
 */
export function allowanceOf(
  tolerance: number | undefined,
  base: KindFigures,
  now: KindFigures,
): Allowance {
  if (tolerance === 0) return { percent: 0, ofPrompt: 0, ofSource: 0 };
  if (tolerance === undefined && base.isScripted && now.isScripted) {
    return { percent: 0, ofPrompt: DEMO_NOISE, ofSource: DEMO_NOISE };
  }
  const percent = tolerance ?? DEFAULT_TOLERANCE;
  return { percent, ofPrompt: 0, ofSource: LEDGER_ERROR };
}

/** Whether a figure is over. */
export function isOver(
  value: number,
  against: number,
  percent: number,
  besides = 0,
): boolean {
  return value > against + against * percent / 100 + besides;
}

/** Whether so many turns, where it was so many before, are a difference. */
export function isOther(
  value: number,
  before: number,
  percent: number,
): boolean {
  return Math.abs(value - before) > before * percent / 100;
}
