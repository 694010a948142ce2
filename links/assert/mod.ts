// deno-lint-ignore-file no-import-prefix -- a linked package has no import map

/**
 * The part of `jsr:@std/assert` that this repository uses, from the npm build
 * of the same code.
 *
 * `deno.json` links this folder in the place of `jsr:@std/assert`, so that the
 * repository works where only the npm registry can be reached. What is
 * published still says `jsr:@std/assert`. The npm build has no declarations;
 * they stand here.
 *
 * @module
 */

// @ts-types="./_npm.d.ts"
import * as std from "npm:deno-std@1.4.0/assert/mod.js";

// deno-lint-ignore no-explicit-any
type Class<T> = abstract new (...args: any[]) => T;

/** What a failed assertion throws. */
export const AssertionError: typeof std.AssertionError = std.AssertionError;

export const assert: (expr: unknown, msg?: string) => asserts expr = std.assert;
export const assertFalse: (expr: unknown, msg?: string) => void =
  std.assertFalse;
export const assertEquals: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = std.assertEquals;
export const assertNotEquals: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = std.assertNotEquals;
export const assertStrictEquals: <T>(
  actual: unknown,
  expected: T,
  msg?: string,
) => asserts actual is T = std.assertStrictEquals;
export const assertNotStrictEquals: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = std.assertNotStrictEquals;
export const assertExists: <T>(
  actual: T,
  msg?: string,
) => asserts actual is NonNullable<T> = std.assertExists;
export const assertInstanceOf: <T>(
  actual: unknown,
  expected: Class<T>,
  msg?: string,
) => asserts actual is T = std.assertInstanceOf;
export const assertMatch: (
  actual: string,
  expected: RegExp,
  msg?: string,
) => void = std.assertMatch;
export const assertNotMatch: (
  actual: string,
  expected: RegExp,
  msg?: string,
) => void = std.assertNotMatch;
export const assertStringIncludes: (
  actual: string,
  expected: string,
  msg?: string,
) => void = std.assertStringIncludes;
export const assertArrayIncludes: <T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
) => void = std.assertArrayIncludes;
export const assertObjectMatch: (
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
) => void = std.assertObjectMatch;
export const assertGreater: <T>(actual: T, expected: T, msg?: string) => void =
  std.assertGreater;
export const assertGreaterOrEqual: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = std.assertGreaterOrEqual;
export const assertLess: <T>(actual: T, expected: T, msg?: string) => void =
  std.assertLess;
export const assertLessOrEqual: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = std.assertLessOrEqual;
export const assertAlmostEquals: (
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
) => void = std.assertAlmostEquals;
export const fail: (msg?: string) => never = std.fail;

/** Asserts that `fn` throws, and returns what it threw. */
export const assertThrows: {
  (fn: () => unknown, msg?: string): unknown;
  <E extends Error = Error>(
    fn: () => unknown,
    ErrorClass: Class<E>,
    msgIncludes?: string,
    msg?: string,
  ): E;
} = std.assertThrows;

/** Asserts that `fn` rejects, and resolves to the reason. */
export const assertRejects: {
  (fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
  <E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass: Class<E>,
    msgIncludes?: string,
    msg?: string,
  ): Promise<E>;
} = std.assertRejects;
