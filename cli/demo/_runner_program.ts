import { fileURLToPath } from "node:url";
import type { Interrupt } from "@turnspan/turnspan";
import metadata from "../../deno.json" with { type: "json" };
import { endProcess } from "../../processes/end_process.ts";
import type { AgentResult } from "../../runners/shared/agent_result.ts";

/** A runner whose framework the demo does not hold: a program of its own. */
export interface RunnerProgram {
  /** The value of `agent.runner`. */
  readonly runner: string;
  /** The task that runs it. */
  readonly task: keyof typeof metadata.tasks;
  /** The most that it downloads, in megabytes. */
  readonly megabytes: number;
}

/** Milliseconds that it has to end in after an interrupt: it flushes, too. */
const GRACE_MS = 10_000;

/** All of them. */
export const RUNNER_PROGRAMS: readonly RunnerProgram[] = [
  { runner: "claude_agent", task: "claude-agent", megabytes: 890 },
  { runner: "openai_agent", task: "openai-agent", megabytes: 140 },
  { runner: "deep_agent", task: "deep-agent", megabytes: 190 },
];

/**
 * Runs another runner's command with the demo's model and servers. What it
 * writes on stderr, progress included, goes to our stderr.
 *
 * @param program The runner.
 * @param question The question.
 * @param interrupt Passed on to it.
 * @returns Its result.
 * @throws {Error} If it printed no result.
 */
export async function runProgram(
  { task }: RunnerProgram,
  question: string,
  interrupt: Interrupt,
): Promise<AgentResult> {
  const root = fileURLToPath(import.meta.resolve("../../"));
  const [, ...flags] = metadata.tasks[task].command.split(" ");
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...flags,
      ...["--json", "--model-id", "demo"],
      ...["--mcp-config", `${root}mcp.json`],
      "--",
      question,
    ],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = child.output();
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>();
  const { signal } = interrupt;
  // A terminal signals all its processes; what only we receive is passed on.
  const stop = async () => {
    const kill = (signal: Deno.Signal) => child.kill(signal);
    const passedOn = interrupt.exitCode === 143 ? "SIGTERM" : "SIGINT";
    await endProcess({ kill, ended: output }, GRACE_MS, passedOn);
    resolve(undefined);
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const ended = await Promise.race([output, stopped]);
  signal.removeEventListener("abort", stop);
  // Also where what it started holds its output: it was interrupted.
  if (ended === undefined) throw signal.reason;
  return printedResult(
    new TextDecoder().decode(ended.stdout),
    task,
    ended.code,
  );
}

function printedResult(text: string, task: string, code: number): AgentResult {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `Cannot run "${task}": it ended with exit code ${code} and printed no result`,
    );
  }
}
