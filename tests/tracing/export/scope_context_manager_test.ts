import { assertEquals, assertStrictEquals } from "@std/assert";
import { createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import { type CurrentScope, scopes } from "../../../tracing/base/scopes.ts";
import { ScopeContextManager } from "../../../tracing/export/_scope_context_manager.ts";

const KEY = createContextKey("test");
const CONTEXT = ROOT_CONTEXT.setValue(KEY, "outer");
const OTHER = ROOT_CONTEXT.setValue(KEY, "inner");

function scopeWith(context: typeof ROOT_CONTEXT): CurrentScope {
  return { context, http: { now: () => 0, track: () => () => {} } };
}

/** A manager that is the one for as long as the test runs. */
function managed(): ScopeContextManager & Disposable {
  const before = scopes.contextManager;
  const manager = new ScopeContextManager().enable();
  return Object.assign(manager, {
    [Symbol.dispose]() {
      manager.disable();
      scopes.contextManager = before;
    },
  });
}

Deno.test("ScopeContextManager.with() hands on this, arguments and result", async () => {
  using manager = managed();

  const add = function (this: number, ...more: number[]) {
    assertStrictEquals(manager.active(), CONTEXT);
    return more.reduce((sum, one) => sum + one, Number(this));
  };
  assertEquals(manager.with(CONTEXT, add, 1, 2, 3), 6);
  assertStrictEquals(manager.active(), ROOT_CONTEXT);
  await manager.with(CONTEXT, async () => {
    await Promise.resolve();
    assertStrictEquals(manager.active(), CONTEXT);
  });
});

Deno.test("ScopeContextManager.with() leaves the scope as it is", () => {
  using manager = managed();
  const scope = scopeWith(CONTEXT);

  scopes.runWithContext(scope, () => {
    assertStrictEquals(manager.active(), CONTEXT);
    manager.with(OTHER, () => {
      assertStrictEquals(scopes.getStore(), scope);
      assertStrictEquals(manager.active(), OTHER);
    });
    assertStrictEquals(manager.active(), CONTEXT);
  });
  assertEquals(scopes.getStore(), undefined);
});

Deno.test("ScopeContextManager keeps its context where a scope has no span", () => {
  using manager = managed();

  manager.with(CONTEXT, () => {
    const scope = scopeWith(OTHER);
    scopes.run(scope, () => {
      assertStrictEquals(scopes.getStore(), scope);
      assertStrictEquals(manager.active(), CONTEXT);
    });
  });
});

Deno.test("ScopeContextManager.attach() holds until its token is disposed of", () => {
  using manager = managed();

  manager.with(OTHER, () => {
    const token = manager.attach(CONTEXT);
    assertStrictEquals(manager.active(), CONTEXT);
    token.dispose();
    assertStrictEquals(manager.active(), OTHER);
  });
});

Deno.test("ScopeContextManager.disable() shows no context, until one is entered", () => {
  using manager = managed();

  manager.with(CONTEXT, () => {
    manager.disable();
    assertStrictEquals(manager.active(), ROOT_CONTEXT);
    manager.with(OTHER, () => assertStrictEquals(manager.active(), OTHER));
  });
});
