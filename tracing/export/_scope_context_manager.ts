import { type Context, ROOT_CONTEXT } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { scopes } from "../base/scopes.ts";

/**
 * The SDK's context manager, but for where it keeps the active context: in one
 * place with our scope.
 */
export class ScopeContextManager extends AsyncLocalStorageContextManager {
  #isEnabled = false;

  override active(): Context {
    const context = this.#isEnabled ? scopes.activeContext() : undefined;
    return context ?? ROOT_CONTEXT;
  }

  override with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    this.enable();
    return scopes.withContext(
      context,
      thisArg === undefined && args.length === 0
        ? fn as unknown as () => ReturnType<F>
        : () => fn.apply(thisArg, args),
    );
  }

  override attach(
    context: Context,
  ): ReturnType<AsyncLocalStorageContextManager["attach"]> {
    this.enable();
    const before = this.active();
    scopes.enterContext(context);
    return { dispose: () => scopes.enterContext(before) };
  }

  override enable(): this {
    this.#isEnabled = true;
    scopes.contextManager = this;
    return this;
  }

  override disable(): this {
    this.#isEnabled = false;
    // A scope then enters it as any other, which enables it again.
    scopes.contextManager = undefined;
    return this;
  }
}
