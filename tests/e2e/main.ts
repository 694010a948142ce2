/**
 * Runs the end-to-end tests against real peers, which are started for it.
 *
 * @module
 */
import { cancelOnInterrupt } from "@turnspan/turnspan";
import { serverCode, timestamp } from "../../cli/server/local_server.ts";
import { err } from "../../cli/shared/terminal.ts";
import type { Command } from "../../command_line/command.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { stateFolder } from "../../servers/process/state_folder.ts";
import { RUNNER_TASKS } from "./_environment.ts";
import { startPeers } from "./_peers.ts";
import { runTests } from "./_run_tests.ts";

const COMMAND = {
  name: "e2e",
  description: `\
Runs every agent against a real LiteLLM proxy, in both of its span sets, and
reads each trace back from a real Jaeger. Only the model is scripted. The
first run installs LiteLLM and builds Jaeger, which takes some minutes and
needs Python and Go.`,
  flags: {
    runner: {
      usage: "--runner <name>",
      help: `run one agent's tests only: ${RUNNER_TASKS.join(", ")}`,
      read: (text: string) => RUNNER_TASKS.find((task) => task === text),
      expects: `Allowed choices are ${RUNNER_TASKS.join(", ")}`,
    },
  },
  after: `\
Exit codes: 0 passed, 1 failed, or a server could not be started, 2 bad usage,
130 and 143 interrupted.`,
} as const satisfies Command;

/**
 * Runs the command to its end.
 *
 * @param args The command line.
 * @returns The exit code.
 */
function e2eMain(args: readonly string[]): Promise<number> {
  return runCommand(COMMAND, args, async ({ runner }) => {
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    return await serverCode("e2e", interrupt, async () => {
      const logs = await stateFolder("e2e", timestamp());
      err(`All logs are kept in ${logs}`);
      await using peers = await startPeers({ logs, signal });
      const runners = runner === undefined ? RUNNER_TASKS : [runner];
      return await runTests({ ...peers.addresses, logs, runners }, signal);
    });
  });
}

if (import.meta.main) Deno.exit(await e2eMain(Deno.args));
