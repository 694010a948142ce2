import { cancelOnInterrupt, type Interrupt } from "@turnspan/turnspan";
import type { Values } from "../../command_line/command.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { err, out } from "../shared/terminal.ts";
import { ApiError } from "./api_error.ts";
import { Client } from "./client.ts";
import { HONEYCOMB_COMMAND } from "./command.ts";
import { create } from "./create.ts";
import { keyOwner } from "./key_owner.ts";
import { planText } from "./plan_text.ts";
import { readDashboard } from "./read_dashboard.ts";

type Flags = Values<typeof HONEYCOMB_COMMAND.flags>;

/** Prints the board of Honeycomb, or creates it. */
export function honeycombMain(args: readonly string[]): Promise<number> {
  return runCommand(HONEYCOMB_COMMAND, args, async (flags) => {
    const key = readKey(flags);
    using interrupt = cancelOnInterrupt();
    try {
      await (flags.create ? createBoard : printBoard)(flags, key, interrupt);
      return interrupt.exitCode ?? 0;
    } catch (error) {
      if (interrupt.exitCode !== undefined) {
        err(
          "honeycomb: interrupted. What it made stays, and is not made twice",
        );
        return interrupt.exitCode;
      }
      if (!(error instanceof ApiError)) throw error;
      err(`honeycomb: ${error.message}`);
      return 1;
    }
  });
}

/** The key, where there is one. */
function readKey({ create, triggers, recipient }: Flags): string | undefined {
  const key = Deno.env.get("HONEYCOMB_API_KEY")?.trim() || undefined;
  if (create && key === undefined) {
    throw new UsageError(
      "Cannot create the board: HONEYCOMB_API_KEY is not set. Set it to a configuration key of your environment",
    );
  }
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError(
      "Cannot use HONEYCOMB_API_KEY: there are characters in it that no key has",
    );
  }
  if (recipient !== undefined && !triggers) {
    throw new UsageError("Cannot use --recipient: it is for --triggers");
  }
  return key;
}

function clientOf(
  { api }: Flags,
  key: string,
  { signal }: Interrupt,
): Client {
  return new Client({
    api,
    key,
    signal,
    wait: (ms) => wait(ms, signal),
    onWait: err,
  });
}

async function createBoard(
  flags: Flags,
  key: string | undefined,
  interrupt: Interrupt,
): Promise<void> {
  const dashboard = await readDashboard();
  const { isNew, url } = await create(
    clientOf(flags, key!, interrupt),
    dashboard,
    {
      triggers: flags.triggers ?? false,
      recipients: flags.recipient ?? [],
      ...(flags.dataset !== undefined && { dataset: flags.dataset }),
      onProgress: err,
    },
  );
  err(`\nThe board was ${isNew ? "created" : "brought up to date"}:`);
  out(printableLine(url ?? dashboard.board.name));
}

async function printBoard(
  flags: Flags,
  key: string | undefined,
  interrupt: Interrupt,
): Promise<void> {
  let { team, environment } = flags;
  if (key !== undefined && (team === undefined || environment === undefined)) {
    const owner = await keyOwner(clientOf(flags, key, interrupt));
    team ??= owner.team;
    environment ??= owner.environment;
  }
  const isKnown = team !== undefined && environment !== undefined;
  out(planText(await readDashboard(), {
    // api.honeycomb.io and ui.honeycomb.io; api.eu1… and ui.eu1… in the EU.
    ui: flags.api.replace("//api.", "//ui."),
    team: team ?? "TEAM",
    environment: environment ?? "ENVIRONMENT",
  }));
  err(
    isKnown
      ? "\nNothing was created: that is for --create."
      : "\nNothing was created: that is for --create. In the links, put your team and environment in the place of TEAM and ENVIRONMENT, or name them with --team and --environment.",
  );
}

/** Waits, unless it is interrupted, also before. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, signal.aborted ? 0 : ms);
    signal.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    }
  });
}
