// deno-lint-ignore-file no-console
import process from "node:process";
import { AGENT, TURNS } from "./agent_work.ts";

/** One way to run the agent. */
export interface Work {
  /** Runs the agent once, and returns its answer. */
  run(): Promise<unknown>;
  /** Exports the spans that wait. */
  flush?(): Promise<void>;
}

/**
 * Runs an agent many times after a warm-up, and prints the processor time that
 * a turn takes: user and system, of every thread of this process, export
 * included. `RUNS` and `WARM_UP` say how often.
 *
 * @param work What to run.
 * @throws {Error} If the agent does not come to its answer.
 */
export async function measure({ run, flush }: Work): Promise<void> {
  const runs = Number(Deno.env.get("RUNS"));
  await repeat(Number(Deno.env.get("WARM_UP")), run);
  await flush?.();
  const start = process.cpuUsage();
  await repeat(runs, run);
  await flush?.();
  const { user, system } = process.cpuUsage(start);
  console.log(JSON.stringify({ cpu: (user + system) / 1000 / runs / TURNS }));
}

async function repeat(times: number, run: Work["run"]): Promise<void> {
  for (let i = 0; i < times; i++) {
    const answer = await run();
    if (answer !== AGENT.answer) {
      throw new Error(`Cannot measure the agent: its answer is "${answer}"`);
    }
  }
}
