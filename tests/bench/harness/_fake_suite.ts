import type { Figure, Suite, Way } from "../../../bench/suite.ts";

/** The one figure of a fake suite. */
export const FIGURE: Figure = { key: "cpu", title: "CPU", unit: "ms" };

/** A way that runs some code. */
export function fakeWay(name: string, code: string): Way {
  return { name, args: ["eval", "--no-lock", "--quiet", code] };
}

/** A way that prints some figures. */
export function printing(name: string, printed: unknown): Way {
  return fakeWay(
    name,
    `console.log(${JSON.stringify(JSON.stringify(printed))})`,
  );
}

/** A suite whose first way is the reference. */
export function fakeSuite(
  ways: readonly Way[],
  more: Partial<Suite> = {},
): Suite {
  return {
    name: "fake",
    title: "Fake",
    about: "Nothing is measured.",
    reference: ways[0]!.name,
    ways,
    figures: [FIGURE],
    rounds: 1,
    ...more,
  };
}
