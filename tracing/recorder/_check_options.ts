/** What a value has to be, in words, and how that is told. */
const KINDS = {
  "a string": (value: unknown) => typeof value === "string",
  "an object": (value: unknown) => isObject(value) && !Array.isArray(value),
  "an object or a string": (value: unknown) =>
    typeof value === "string" || isObject(value) && !Array.isArray(value),
  "an AbortSignal": (value: unknown) =>
    isObject(value) && typeof value.addEventListener === "function",
  "an OpenTelemetry context": (value: unknown) =>
    isObject(value) && typeof value.getValue === "function",
} as const;

/** What the options of a call have to be, by their names. */
export type OptionKinds = Readonly<Record<string, keyof typeof KINDS>>;

/** What a call's options are, for programs without types. */
export interface OptionRules {
  /** What is made of them, as in `a run`. */
  readonly of: string;
  /** Those that have to be there. */
  readonly required?: OptionKinds;
  /** Those that may be there; `null` counts as not there. */
  readonly optional?: OptionKinds;
}

/**
 * Checks options that may come from code without types.
 *
 * @returns The options, without those that are `null`.
 * @throws {TypeError} If one is missing or of the wrong type.
 */
export function checkOptions<T extends object>(
  options: T,
  { of, required = {}, optional = {} }: OptionRules,
): T {
  if (!KINDS["an object"](options)) {
    throw new TypeError(
      `Cannot start ${of}: its options are ${shown(options)}, not an object`,
    );
  }
  let checked = options as Record<string, unknown>;
  for (const name in required) check(of, name, checked[name], required[name]!);
  for (const name in optional) {
    const value = checked[name];
    if (value === null) checked = { ...checked, [name]: undefined };
    else if (value !== undefined) check(of, name, value, optional[name]!);
  }
  return checked as T;
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
export async function runScope<O extends object, S extends Runs, R>(
  of: string,
  args: OptionsAndFunction<O, S, R>,
  open: (options: O) => S,
): Promise<R> {
  const [options, fn] = args.length === 1 ? [{} as O, args[0]] : args;
  if (typeof fn !== "function") {
    throw new TypeError(
      `Cannot start ${of}: its function is ${
        shown(fn)
      }; give options first, and then the function`,
    );
  }
  const scope = open(options);
  return await scope.run(() => fn(scope));
}

/** What a scope can do, as far as it is needed to run it. */
interface Runs {
  run<R>(fn: () => R | Promise<R>): Promise<R>;
}

function check(
  of: string,
  name: string,
  value: unknown,
  kind: keyof typeof KINDS,
): void {
  if (KINDS[kind](value)) return;
  throw new TypeError(
    `Cannot start ${of}: its option "${name}" is ${shown(value)}, not ${kind}`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A value as a message names it: never its text, which may be a secret. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (Array.isArray(value)) return "a list";
  const type = typeof value;
  return type === "object" ? "an object" : `a ${type}`;
}
