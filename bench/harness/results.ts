import type { Figure, Suite } from "../suite.ts";

/** Where the figures were measured. */
export interface Machine {
  /** As the processor calls itself. */
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly os: string;
  readonly deno: string;
}

/** What one way printed, round by round. */
export interface WayResult {
  readonly name: string;
  /** The values of each figure that it has, in the order of the rounds. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** What a suite is, and what its ways printed. */
export interface SuiteResult
  extends Pick<Suite, "name" | "title" | "about" | "bare" | "reference"> {
  readonly rounds: number;
  readonly figures: readonly Figure[];
  readonly ways: readonly WayResult[];
}

/** What `deno task bench --json` writes, and the page is made from. */
export interface Results {
  /** The day on which it began, such as `2026-11-29`. */
  readonly date: string;
  readonly machine: Machine;
  /** The versions of the packages that were measured, by their names. */
  readonly packages: Readonly<Record<string, string>>;
  readonly suites: readonly SuiteResult[];
}
