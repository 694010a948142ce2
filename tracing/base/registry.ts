import type {
  ContextManager,
  DiagLogger,
  TextMapPropagator,
  TextMapSetter,
  TracerProvider,
} from "@opentelemetry/api";
import { ROOT_CONTEXT } from "./api.ts";
import type { Context } from "./otel.ts";

/** What is registered with `@opentelemetry/api`, by whichever copy of it. */
export interface Registry {
  /** The version of the copy that registered first. */
  version: string;
  trace?: TracerProvider;
  context?: ContextManager;
  propagation?: TextMapPropagator;
  diag?: DiagLogger;
}

/** The property of `globalThis` where every copy of the API 1 keeps it. */
const KEY = Symbol.for("opentelemetry.js.api.1");
const KEY_OF_ANY_VERSION = /(?:^|\.)opentelemetry\.js\.api\.(\d+)$/;
const globals = globalThis as { [KEY]?: Registry };

/**
 * The newest version of the API that there is (November 2026). A copy sees what
 * is registered only where the registry's minor version is at least its own
 * (`internal/semver` of the API), so anything lower is invisible to a program
 * that has the newest, and says nothing.
 */
const NEWEST = { version: "1.10.0", minor: 10 };

/**
 * Gets what is registered, by whomever. It is read past the API, whose own
 * readers see nothing that an older copy registered.
 *
 * @returns The provider, the context manager and the propagator, where there
 * is one.
 */
export function registered(): Partial<Registry> {
  return globals[KEY] ?? {};
}

/**
 * Gets the active OpenTelemetry context.
 *
 * @returns The context: an empty one where no context manager is registered.
 */
export function activeContext(): Context {
  return registered().context?.active() ?? ROOT_CONTEXT;
}

/**
 * Runs `fn` with a context active, where a context manager is registered.
 *
 * @param context The context.
 * @param fn What to run.
 * @returns What `fn` returns.
 */
export function withContext<R>(context: Context, fn: () => R): R {
  const manager = registered().context;
  return manager === undefined ? fn() : manager.with(context, fn);
}

/** How a propagator writes into headers. */
const HEADERS: TextMapSetter<Record<string, string>> = {
  set: (headers, name, value) => {
    headers[name] = value;
  },
};

/**
 * Writes a context into headers, by the propagator that is registered.
 *
 * @param context The context.
 * @param headers Where to.
 */
export function injectContext(
  context: Context,
  headers: Record<string, string>,
): void {
  registered().propagation?.inject(context, headers, HEADERS);
}

/** Tells the logger of OpenTelemetry's own troubles, where one is registered. */
export const diag: Pick<DiagLogger, "error"> = {
  error: (...said) => registered().diag?.error(...said),
};

/**
 * Takes the registry away, for what only an empty one allows.
 *
 * @returns Puts it back in the place of what came instead.
 */
export function setAside(): () => void {
  const { [KEY]: registry } = globals;
  delete globals[KEY];
  return () => {
    if (registry === undefined) delete globals[KEY];
    else globals[KEY] = registry;
  };
}

/**
 * Registers a part of OpenTelemetry, where there is none.
 *
 * @param kind Which part.
 * @param value What to register.
 * @returns Removes it, if it is still there, and tells whether it was;
 * `undefined` where somebody else has registered one.
 */
export function register<K extends "trace" | "context" | "propagation">(
  kind: K,
  value: NonNullable<Registry[K]>,
): (() => boolean) | undefined {
  const registry = globals[KEY] ??= { version: NEWEST.version };
  if (registry[kind] !== undefined) return undefined;
  registry[kind] = value;
  return () => {
    if (registry !== globals[KEY] || registry[kind] !== value) return false;
    delete registry[kind];
    // An empty one would refuse the copies of all versions but its own.
    if (partsOf(registry).length === 0) delete globals[KEY];
    return true;
  };
}

/**
 * Lets every copy of the API see what is registered, whichever registered it.
 *
 * @returns Puts the version back as it was, since only a copy of the very same
 * version can register more; unless somebody did so meanwhile, who would then
 * not see it.
 */
export function showToEveryCopy(): () => void {
  const registry = globals[KEY];
  const minor = Number(registry?.version.split(".")[1]);
  // The newest makes its own version unwritable, and it is as it should be.
  if (registry === undefined || minor >= NEWEST.minor) return () => {};
  const { version } = registry;
  const parts = partsOf(registry);
  registry.version = NEWEST.version;
  return () => {
    if (partsOf(registry).every((part) => parts.includes(part))) {
      registry.version = version;
    }
  };
}

/**
 * Tells which versions of the API registered a provider where version 1 does
 * not look: before 1.0 the property had another name.
 *
 * @returns Their major versions, as in `0.x`.
 */
export function otherVersions(): string[] {
  return Object.getOwnPropertySymbols(globals).flatMap((symbol) => {
    const [, major] = KEY_OF_ANY_VERSION.exec(symbol.description ?? "") ?? [];
    const registry =
      (globalThis as { [key: symbol]: Partial<Registry> })[symbol];
    if (major === undefined || symbol === KEY || !registry?.trace) return [];
    return `${major}.x`;
  });
}

function partsOf(registry: Registry): string[] {
  return Object.keys(registry).filter((part) => part !== "version");
}
