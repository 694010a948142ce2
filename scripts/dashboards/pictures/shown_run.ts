import { type Span, text } from "../../../turns/source/span.ts";

/** The run that the pictures of one run show. */
export interface ShownRun {
  readonly runId: string;
  readonly traceId: string;
}

/** The runner whose turns go on from each other, so that growth is easy to follow. */
const RUNNER = "openai_agent";

/**
 * Finds the run that the pictures of one run show.
 *
 * @param spans The spans of the recording.
 * @returns Its ids.
 * @throws {Error} If there is none.
 */
export function shownRun(spans: readonly Span[]): ShownRun {
  const run = spans.find((span) =>
    span.name === "agent.run" && text(span, "agent.runner") === RUNNER
  );
  const runId = run && text(run, "agent.run_id");
  if (run === undefined || runId === undefined) {
    throw new Error(`Cannot draw a run of "${RUNNER}": there is none`);
  }
  return { runId, traceId: run.traceId };
}
