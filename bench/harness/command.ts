import type { Command } from "../../command_line/command.ts";

/** `deno task bench`, as one table. */
export const BENCH_COMMAND = {
  name: "bench",
  description: `\
Measures what tracing costs: runs each way to do the same work as a process of
its own, in turns with the others, and compares them. Everything takes about 35
minutes on two idle cores. Compare figures of one run only: machines differ, and
other work of the machine spoils them.`,
  operand: {
    usage: "[suite...]",
    help: "a suite to run, as with --only; without any, all",
  },
  flags: {
    only: {
      usage: "--only <suite>",
      help: "run this suite; can be repeated (--list names them)",
      repeats: true,
    },
    list: { usage: "--list", help: "list the suites and what they measure" },
    rounds: {
      usage: "--rounds <n>",
      help: "how often each way runs (default: as each suite says)",
      read: positive,
      expects: "Expected a whole number from 1",
    },
    smoke: {
      usage: "--smoke",
      help:
        "run every way once, on little, to see that it works; times mean nothing",
    },
    json: {
      usage: "--json <file>",
      help:
        "also write every value that was measured, with the machine; suites that are not run keep those that the file has",
    },
  },
  after: `\
The page of the site is made from a file of such values:
  deno task bench --json bench/results.json
  deno task docs:benchmarks

Exit codes: 1 a way failed, 2 bad usage, 130 and 143 interrupted.`,
} as const satisfies Command;

function positive(text: string): number | undefined {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}
