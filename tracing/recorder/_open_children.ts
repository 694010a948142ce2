import type { HttpEnd } from "../base/http_observer.ts";
import { sayLost } from "./_say_lost.ts";
import type { ScopeFailure } from "./_scope_failure.ts";

/** Something inside a scope, which must end no later than the scope. */
export interface Child {
  /** What the program has left open; absent where that is nothing to tell. */
  readonly leftOpen?: string | undefined;
  /** The id of its conversation, where it has one. */
  readonly conversationId?: string | undefined;
  /** Names its conversation, where it is what can have one. */
  nameConversation?(id: string): void;
  /** Ends it, because the scope around it ends. */
  close(time: number): void;
  /** Ends it as cancelled. */
  cancel(reason: unknown, time: number): void;
}

/** A request that a scope ends, where it has not ended before. */
export function openRequest(
  close: (end: HttpEnd) => void,
  failure: () => HttpEnd["failed"],
): Child {
  return {
    close: (time) => close({ time, failed: failure() }),
    cancel: (reason, time) => close({ time, cancelled: { reason } }),
  };
}

/** What is open inside a scope, in the order in which it began: a few, mostly. */
export class OpenChildren {
  readonly #children: Child[] = [];

  get size(): number {
    return this.#children.length;
  }

  add(child: Child): void {
    this.#children.push(child);
  }

  remove(child: Child): void {
    const place = this.#children.lastIndexOf(child);
    // Mostly the one that began last.
    if (place === this.#children.length - 1) this.#children.pop();
    else if (place >= 0) this.#children.splice(place, 1);
  }

  /** Ends them, because the scope around them ends, and if cancelled, so are they. */
  close(time: number, failure: ScopeFailure | undefined): void {
    if (failure?.type === "cancelled") this.cancel(failure.error, time);
    for (const child of this.#copy) child.close(time);
    this.#children.length = 0;
  }

  /** Ends them as cancelled. */
  cancel(reason: unknown, time: number): void {
    for (const child of this.#copy) child.cancel(reason, time);
  }

  /** Names the conversation of those that have the same as before, or none. */
  nameConversation(id: string, before: string | undefined): void {
    for (const child of this.#children) {
      if (child.conversationId === before) child.nameConversation?.(id);
    }
  }

  /** Says which of them the program left open in a scope that ends. */
  sayLeftOpen(scope: string): void {
    for (const { leftOpen } of this.#children) {
      if (leftOpen === undefined) continue;
      sayLost(
        `Cannot record the end of "${leftOpen}": it was still open when "${scope}" ended; end it, or await it`,
      );
    }
  }

  /** A child that ends removes itself. */
  get #copy(): Child[] {
    return [...this.#children];
  }
}
