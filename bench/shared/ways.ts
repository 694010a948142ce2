// deno-lint-ignore-file no-console
import process from "node:process";
import { SMOKE } from "../suite.ts";

/** Whether this process is only to show that it works. */
export const isSmoke: boolean = Deno.env.get(SMOKE) === "1";

/**
 * Picks how much is done.
 *
 * @param full What is measured.
 * @param smoke What shows that it works.
 * @returns One of the two.
 */
export function sized<T>(full: T, smoke: T): T {
  return isSmoke ? smoke : full;
}

/**
 * Measures what a piece of work takes of the processor, in all threads of this
 * process, the collection of garbage included: other work of the machine spoils
 * that less than the time.
 *
 * @param work The work.
 * @returns Microseconds, of the user and the system.
 */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * Looks up the most memory that this process has had so far.
 *
 * @returns MB.
 */
export function mostMemory(): number {
  return process.resourceUsage().maxRSS * 1_024 / 1e6;
}

/**
 * Prints what a way came to, as the harness reads it.
 *
 * @param figures Numbers, by the keys of the suite's figures.
 */
export function print(figures: Readonly<Record<string, number>>): void {
  console.log(JSON.stringify(figures));
}
