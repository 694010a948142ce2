import { cancelOnInterrupt } from "@turnspan/turnspan";
import { err, out, personsPath } from "../../cli/shared/terminal.ts";
import type { Values } from "../../command_line/command.ts";
import { fitted } from "../../command_line/fitted.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { terminalColumns } from "../../command_line/terminal_columns.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import type { Suite } from "../suite.ts";
import { BenchError } from "./bench_error.ts";
import { BENCH_COMMAND } from "./command.ts";
import { thisMachine } from "./machine.ts";
import { type Planned, Progress } from "./progress.ts";
import { reportOf } from "./report.ts";
import { keptResults, replaced } from "./kept_results.ts";
import type { Results, SuiteResult } from "./results.ts";
import { runSuite } from "./run_suite.ts";
import { smoke } from "./smoke.ts";

type Flags = Values<typeof BENCH_COMMAND.flags>;

/** What can be measured. */
export interface Benchmarks {
  readonly suites: readonly Suite[];
  /** The versions of the packages that are measured. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Runs `deno task bench`.
 *
 * @param args The command line.
 * @param benchmarks What can be measured.
 * @returns The exit code.
 */
export function benchMain(
  args: readonly string[],
  { suites, packages }: Benchmarks,
): Promise<number> {
  return runCommand(BENCH_COMMAND, args, async (flags, operands) => {
    const chosen = choose(suites, [...flags.only ?? [], ...operands]);
    if (flags.list) return list(chosen);
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    try {
      if (flags.smoke) return await smoke(chosen, signal);
      const date = new Date().toISOString().slice(0, 10);
      const machine = thisMachine();
      const file = flags.json === undefined
        ? undefined
        : personsPath(flags.json);
      const kept = file !== undefined && chosen.length < suites.length
        ? await keptResults(file, { machine, packages })
        : [];
      const measured = await measure(chosen, flags, signal);
      const all = replaced(kept, measured, suites.map(({ name }) => name));
      await write({ date, machine, packages, suites: all }, file);
      return 0;
    } catch (error) {
      if (interrupt.exitCode !== undefined) return interrupt.exitCode;
      if (!(error instanceof BenchError)) throw error;
      err(error.message);
      return 1;
    }
  });
}

function choose(
  suites: readonly Suite[],
  names: readonly string[],
): readonly Suite[] {
  const known = suites.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot run "${unknown}": the suites are ${known.join(", ")}`,
    );
  }
  return names.length === 0
    ? suites
    : suites.filter(({ name }) => names.includes(name));
}

function list(suites: readonly Suite[]): number {
  const width = Math.max(...suites.map(({ name }) => name.length));
  const lines = suites.map(({ name, title }) =>
    `  ${name.padEnd(width)}  ${title}`
  );
  out(fitted(lines.join("\n"), terminalColumns(Deno.stdout)));
  return 0;
}

async function measure(
  suites: readonly Suite[],
  flags: Flags,
  signal: AbortSignal,
): Promise<SuiteResult[]> {
  const planned: Planned[] = suites.map((suite) => ({
    suite,
    rounds: flags.rounds ?? suite.rounds,
  }));
  const progress = new Progress(planned);
  const results: SuiteResult[] = [];
  try {
    for (const [index, one] of planned.entries()) {
      const place = `${index + 1}/${planned.length}`;
      progress.begin(place, one);
      const result = await runSuite(one.suite, {
        ...{ rounds: one.rounds, signal },
        onProcess: (what, ended) => progress.show(place, one, what, ended),
      });
      progress.end(one);
      out(reportOf(result, terminalColumns(Deno.stdout)));
      results.push(result);
    }
  } finally {
    progress.clear();
  }
  return results;
}

async function write(results: Results, path?: string): Promise<void> {
  if (path === undefined) return;
  await Deno.writeTextFile(path, JSON.stringify(results, undefined, 2) + "\n");
  err(`Every value is in ${path}`);
}
