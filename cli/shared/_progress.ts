import type { AgentRun } from "@turnspan/turnspan";
import { StatusLine } from "./status_line.ts";
import { err } from "./terminal.ts";

/** Milliseconds between two looks at the run. */
const INTERVAL_MS = 100;

/** Shows how a run goes on: lines with `--verbose`, else one line that moves. */
export class Progress implements Disposable {
  readonly #run: AgentRun;
  readonly #verbose: boolean;
  readonly #line = new StatusLine();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #shown = new Set<object>();

  constructor(run: AgentRun, options: { readonly verbose: boolean }) {
    this.#run = run;
    this.#verbose = options.verbose;
    if (this.#verbose || this.#line.visible) {
      this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
    }
  }

  [Symbol.dispose](): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    if (this.#verbose) this.#lines();
    else this.#line.clear();
  }

  #look(): void {
    if (this.#verbose) return this.#lines();
    const turn = this.#run.trajectory.turns.at(-1);
    const call = turn?.toolCalls.at(-1);
    const seconds = (this.#run.durationMs / 1000).toFixed(1);
    const what = turn === undefined ? "starting the MCP servers" : [
      `turn ${turn.index}`,
      turn.phase,
      call && `${call.server}/${call.name}`,
    ].filter(Boolean).join(" · ");
    this.#line.show(`${what} · ${seconds} s`);
  }

  /** Says each turn and each call once. */
  #lines(): void {
    for (const turn of this.#run.trajectory.turns) {
      this.#once(turn, () => {
        const phase = turn.phase === undefined ? "" : ` (${turn.phase})`;
        return `turn ${turn.index}${phase} of ${turn.agent}`;
      });
      for (const call of turn.toolCalls) {
        this.#once(
          call,
          () => `  ${call.server}/${call.name} ${JSON.stringify(call.input)}`,
        );
      }
    }
  }

  #once(thing: object, line: () => string): void {
    if (this.#shown.has(thing)) return;
    this.#shown.add(thing);
    err(line());
  }
}
