/**
 * Runs the end-to-end tests against real peers, which are started for it.
 *
 * @module
 */
import { Command, Option } from "commander";
import { cancelOnInterrupt } from "@turnspan/turnspan";
import { exitCodeOf } from "../../cli/_exit_code.ts";
import { serverCode, timestamp } from "../../cli/_local_server.ts";
import { parse } from "../../cli/_parse.ts";
import { err } from "../../cli/_terminal.ts";
import { stateFolder } from "../../deploy/local/state_folder.ts";
import metadata from "../../deno.json" with { type: "json" };
import { RUNNER_TASKS, type RunnerTask } from "./_environment.ts";
import { startPeers } from "./_peers.ts";
import { runTests } from "./_run_tests.ts";

/** What the person asked for. */
interface E2eOptions {
  readonly runner?: RunnerTask;
}

/**
 * Runs the command to its end.
 *
 * @param args The command line.
 * @returns The exit code.
 */
function e2eMain(args: readonly string[]): Promise<number> {
  return exitCodeOf("e2e", async () => {
    const options = parse<E2eOptions>(e2eCommand(), args);
    if (options === undefined) return 0;
    const { runner } = options;
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

function e2eCommand(): Command {
  return new Command("e2e")
    .description(
      "Runs every agent against a real LiteLLM proxy, in both of its span sets, and\n" +
        "reads each trace back from a real Jaeger. Only the model is scripted. The\n" +
        "first run installs LiteLLM and builds Jaeger, which takes some minutes and\n" +
        "needs Python and Go.",
    )
    .addOption(
      new Option("--runner <name>", "run one agent's tests only")
        .choices(RUNNER_TASKS),
    )
    .version(metadata.version)
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
Exit codes: 0 passed, 1 failed, or a server could not be started, 2 bad usage,
130 and 143 interrupted.`,
    );
}

if (import.meta.main) Deno.exit(await e2eMain(Deno.args));
