import { stripVTControlCharacters } from "node:util";
import { environmentContext } from "@turnspan/turnspan";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import {
  runAgent,
  type RunAgentOptions,
} from "../../runners/shared/run_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { Progress } from "./_progress.ts";
import { err } from "./terminal.ts";

/** Options for {@linkcode runShown}. */
export interface RunShownOptions
  extends
    Omit<RunAgentOptions, "parent" | "onStart" | "onStderr" | "onSilence"> {
  /** Whether turns, calls and the servers' stderr are printed as they come. */
  readonly verbose: boolean;
}

/**
 * Runs an agent and shows its progress on stderr. A command that was started
 * inside somebody's trace joins it.
 */
export async function runShown(
  runner: Runner,
  question: string,
  { verbose, ...options }: RunShownOptions,
): Promise<AgentResult> {
  let progress: Progress | undefined;
  try {
    return await runAgent(runner, question, {
      ...options,
      ...(verbose
        ? { onStderr: (server, line) => err(serversLine(server, line)) }
        : {}),
      onSilence: (server, request) => {
        progress?.interrupt();
        err(`waiting for MCP server "${server}": no answer to ${request} yet`);
      },
      parent: environmentContext(),
      onStart: (run) => progress = new Progress(run, { verbose }),
    });
  } finally {
    progress?.[Symbol.dispose]();
  }
}

/** A line of a server's stderr. Servers colour theirs, which says nothing here. */
function serversLine(server: string, line: string): string {
  return printableLine(`${server}: ${stripVTControlCharacters(line)}`);
}
