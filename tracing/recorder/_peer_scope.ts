import { markContent } from "../privacy/content.ts";
import { causes } from "../privacy/failure.ts";
import type { ScopeFailure } from "./_scope_failure.ts";
import { SpanScope, type SpanScopeInit } from "./_span_scope.ts";
import type { EnclosingAgent, EnclosingTurn } from "./_enclosing.ts";

/** A scope of a turn in which a peer is called: a model, or a tool. */
export abstract class PeerScope extends SpanScope {
  readonly turn: EnclosingTurn;

  constructor(turn: EnclosingTurn, init: SpanScopeInit) {
    super(init);
    this.turn = turn;
  }

  get currentAgent(): EnclosingAgent {
    return this.turn.currentAgent;
  }

  get currentTurn(): EnclosingTurn {
    return this.turn;
  }

  /** Whether the answer was recorded. */
  protected abstract get answered(): boolean;

  override failWith(failure: ScopeFailure): void {
    // An endpoint's error text may quote the prompt, and the model reads what a
    // tool throws: both are content.
    if (failure.type !== "cancelled") {
      causes(failure.error).forEach(markContent);
    }
    super.failWith(failure);
  }

  override close(time: number): void {
    // Nobody waited for the outcome, which is not known.
    if (!this.answered && this.failure === undefined) {
      const error = "The call was left open when its turn ended";
      this.failWith({ error, type: "cancelled", thrown: false, time });
    }
    super.close(time);
  }
}
