import { registered, withContext } from "../base/registry.ts";
import { type CurrentScope, scopes } from "../base/scopes.ts";

/**
 * Runs `fn` in a scope, with the scope's context active where it has a span:
 * without one there is nothing to make active.
 */
export function runInScope<R>(
  scope: CurrentScope,
  hasSpan: boolean,
  fn: () => R,
): R {
  if (!hasSpan) return scopes.run(scope, fn);
  const manager = registered().context;
  // Ours keeps both in one place.
  return manager !== undefined && manager === scopes.contextManager
    ? scopes.runWithContext(scope, fn)
    : scopes.run(scope, () => withContext(scope.context, fn));
}
