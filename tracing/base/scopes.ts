import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "./otel.ts";
import type { HttpObserver } from "./http_observer.ts";

/** The innermost scope. */
export interface CurrentScope {
  /** The OpenTelemetry context whose active span is the scope's. */
  readonly context: Context;
  /** Observes the HTTP requests that are made here. */
  readonly http: HttpObserver;
}

/** A scope, and an active context that is not the scope's. */
class Apart {
  readonly scope: CurrentScope | undefined;
  readonly context: Context | undefined;

  constructor(scope: CurrentScope | undefined, context: Context | undefined) {
    this.scope = scope;
    this.context = context;
  }
}

/**
 * Where the innermost scope is found: the OpenTelemetry context is a no-op while
 * tracing is off, and the trajectory is recorded all the same.
 *
 * A context manager of ours keeps its context beside the scope. To enter an
 * `AsyncLocalStorage` is half of what it costs to enter a scope, so that a scope
 * enters one for both. Deno keeps what is entered beyond a minor collection of
 * garbage: mostly that is the scope, without anything around it.
 */
class Scopes {
  readonly #entries = new AsyncLocalStorage<CurrentScope | Apart>();
  /** The context manager that keeps its context here, where there is one. */
  contextManager: object | undefined;

  /** Gets the innermost scope; `undefined` outside of any. */
  getStore(): CurrentScope | undefined {
    const entry = this.#entries.getStore();
    return entry instanceof Apart ? entry.scope : entry;
  }

  /** Runs `fn` in a scope. The active context stays as it is. */
  run<R>(scope: CurrentScope, fn: () => R): R {
    // Nobody else asks for the active context.
    if (this.contextManager === undefined) return this.#entries.run(scope, fn);
    return this.#entries.run(new Apart(scope, this.activeContext()), fn);
  }

  /** Runs `fn` in a scope, with its context active. */
  runWithContext<R>(scope: CurrentScope, fn: () => R): R {
    return this.#entries.run(scope, fn);
  }

  /** Gets the context that a manager of ours has made active. */
  activeContext(): Context | undefined {
    return this.#entries.getStore()?.context;
  }

  /** Runs `fn` with a context active. The scope stays as it is. */
  withContext<R>(context: Context, fn: () => R): R {
    return this.#entries.run(new Apart(this.getStore(), context), fn);
  }

  /** Makes a context active for what follows in this async context. */
  enterContext(context: Context): void {
    this.#entries.enterWith(new Apart(this.getStore(), context));
  }
}

/** The one place where scopes are found. */
export const scopes: Scopes = new Scopes();
