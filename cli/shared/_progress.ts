import type { AgentRun, TrajectoryTurn } from "@turnspan/turnspan";
import { beforeLine } from "../../tracing/base/before_line.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { err, StatusLine } from "./terminal.ts";
import { TurnNames } from "./_turn_names.ts";

/** Milliseconds between two updates. */
const INTERVAL_MS = 100;

/** Shows a run's progress: lines with `--verbose`, else one that is updated. */
export class Progress implements Disposable {
  readonly #run: AgentRun;
  readonly #verbose: boolean;
  readonly #line = new StatusLine();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  /** The turns and calls that a line was printed for. */
  readonly #printed = new Set<object>();
  readonly #names = new TurnNames();
  /** The turn whose line was printed last. */
  #last: TrajectoryTurn | undefined;

  constructor(run: AgentRun, options: { readonly verbose: boolean }) {
    this.#run = run;
    this.#verbose = options.verbose;
    if (this.#verbose || this.#line.visible) {
      beforeLine.add(this.#makeRoom);
      this.#timer = setInterval(() => this.#update(), INTERVAL_MS);
    }
  }

  [Symbol.dispose](): void {
    beforeLine.delete(this.#makeRoom);
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    if (this.#verbose) this.#printNew();
    else this.#line.clear();
  }

  /** Makes room for a line of something else. */
  interrupt(): void {
    if (!this.#verbose) this.#line.clear();
  }

  readonly #makeRoom = (): void => this.interrupt();

  #update(): void {
    if (this.#verbose) return this.#printNew();
    const { turns } = this.#run.trajectory;
    // All of them: who appeared first has no number.
    const name = turns.map((turn) => this.#names.nameOf(turn)).at(-1);
    const turn = turns.at(-1);
    const call = turn?.toolCalls.at(-1);
    const seconds = (this.#run.durationMs / 1000).toFixed(1);
    const what = turn === undefined ? "starting the MCP servers" : [
      // A runner with phases has no agents inside.
      turn.phase === undefined ? name : `turn ${turn.index} · ${turn.phase}`,
      call && `${call.server}/${call.name}`,
    ].filter(Boolean).join(" · ");
    this.#line.show(`${what} · ${seconds} s`);
  }

  /** Prints a line for each turn and each call that has none yet. */
  #printNew(): void {
    for (const turn of this.#run.trajectory.turns) {
      const name = printableLine(this.#names.nameOf(turn));
      if (this.#isNew(turn)) {
        const phase = turn.phase === undefined ? "" : ` (${turn.phase})`;
        err(name.replace(" of ", printableLine(`${phase} of `)));
        this.#last = turn;
      }
      // Of agents side by side, a call may come when another's turn has begun.
      const start = this.#last === turn ? "  " : `${name}: `;
      for (const call of turn.toolCalls.filter((call) => this.#isNew(call))) {
        const tool = printableLine(`${call.server}/${call.name}`);
        err(`${start}${tool} ${JSON.stringify(call.input)}`);
      }
    }
  }

  #isNew(entry: object): boolean {
    const isNew = !this.#printed.has(entry);
    this.#printed.add(entry);
    return isNew;
  }
}
