import { isJson } from "../base/json.ts";

/** What a value has to be, in words, and how that is told. */
const KINDS = {
  "a string": (value: unknown) => typeof value === "string",
  "a boolean": (value: unknown) => typeof value === "boolean",
  "an object": isJson,
  "an object or a string": (value: unknown) =>
    typeof value === "string" || isJson(value),
  "an AbortSignal": (value: unknown) =>
    isJson(value) && typeof value.addEventListener === "function",
  "an OpenTelemetry context": (value: unknown) =>
    isJson(value) && typeof value.getValue === "function",
} as const;

/** What a call's options are, for programs without types. */
export interface OptionRules {
  /** What is made of them, as in `a run`. */
  readonly of: string;
  /** Those that have to be there. */
  readonly required?: readonly string[];
  /** What each of them has to be; others are not looked at. */
  readonly kinds: Readonly<Record<string, keyof typeof KINDS>>;
}

/**
 * Checks options that may come from code without types.
 *
 * @returns The options, without optional ones that are `null`.
 * @throws {TypeError} If one is missing or of the wrong type.
 */
export function checkOptions<T extends object>(
  options: T,
  { of, required = [], kinds }: OptionRules,
): T {
  if (!KINDS["an object"](options)) {
    throw new TypeError(
      `Cannot start ${of}: its options are ${shown(options)}, not an object`,
    );
  }
  let checked: T = options;
  // Only what is given: a scope is opened for each tool call.
  for (const name in options) {
    const value: unknown = options[name];
    if (typeof value === "string" && kinds[name] === "a string") continue;
    if (value === undefined || !Object.hasOwn(kinds, name)) continue;
    if (value === null) checked = { ...checked, [name]: undefined };
    else if (!KINDS[kinds[name]!](value)) refuse(of, name, value, kinds[name]!);
  }
  for (const name of required) {
    const value = checked[name as keyof T];
    if (value === undefined) {
      refuse(of, name, options[name as keyof T], kinds[name]!);
    }
  }
  return checked;
}

/** A function that a scope is given to run. */
type ScopeFunction<S, R> = (scope: S) => R | Promise<R>;

/** What `x(fn)` or `x(options, fn)` was called with. */
export type OptionsAndFunction<O, S, R> =
  | readonly [fn: ScopeFunction<S, R>]
  | readonly [options: O, fn: ScopeFunction<S, R>];

/**
 * Opens a scope, and runs a function in it: `x(fn)` and `x(options, fn)`.
 *
 * @returns What the function returns. It rejects with a `TypeError` where it is
 * none, or where the options are wrong.
 */
export function runScope<O extends object, S extends Runs, R>(
  of: string,
  args: OptionsAndFunction<O, S, R>,
  open: (options: O) => S,
): Promise<R> {
  const options = args.length === 1 ? {} as O : args[0];
  const fn = args.length === 1 ? args[0] : args[1];
  let scope: S;
  try {
    checkFunction(of, fn);
    scope = open(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return scope.run(() => fn(scope));
}

function checkFunction(of: string, fn: unknown): void {
  if (typeof fn === "function") return;
  throw new TypeError(
    `Cannot start ${of}: its function is ${
      shown(fn)
    }; give options first, and then the function`,
  );
}

/** What a scope can do, as far as it is needed to run it. */
interface Runs {
  run<R>(fn: () => R | Promise<R>): Promise<R>;
}

function refuse(of: string, name: string, value: unknown, kind: string) {
  throw new TypeError(
    `Cannot start ${of}: its option "${name}" is ${shown(value)}, not ${kind}`,
  );
}

/** A value as a message names it: never its text, which may be a secret. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (Array.isArray(value)) return "a list";
  const type = typeof value;
  return type === "object" ? "an object" : `a ${type}`;
}
