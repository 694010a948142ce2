// The npm build of the standard library has no declarations: `mod.ts` gives
// each function its type where it is exported.
// deno-lint-ignore-file no-explicit-any
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions);
}
export const assert: any;
export const assertFalse: any;
export const assertEquals: any;
export const assertNotEquals: any;
export const assertStrictEquals: any;
export const assertNotStrictEquals: any;
export const assertExists: any;
export const assertInstanceOf: any;
export const assertMatch: any;
export const assertNotMatch: any;
export const assertStringIncludes: any;
export const assertArrayIncludes: any;
export const assertObjectMatch: any;
export const assertGreater: any;
export const assertGreaterOrEqual: any;
export const assertLess: any;
export const assertLessOrEqual: any;
export const assertAlmostEquals: any;
export const fail: any;
export const assertThrows: any;
export const assertRejects: any;
