import { cancelOnInterrupt } from "@turnspan/turnspan";
import type { Command } from "../../command_line/command.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { buildJaeger } from "../../servers/jaeger/build.ts";
import { startJaeger } from "../../servers/jaeger/start.ts";
import { longWork, newLog, serve, serverCode } from "./local_server.ts";
import { err, out } from "../shared/terminal.ts";

/** Runs Jaeger until it is interrupted. */
export function jaegerMain(args: readonly string[]): Promise<number> {
  return runCommand(COMMAND, args, async () => {
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    return await serverCode("jaeger", interrupt, async () => {
      const log = await newLog("jaeger");
      const onBuild = () => longWork(WORK, log, EXPECTED);
      const program = await buildJaeger({ log, signal, onBuild });
      const options = { program, log, signal, usualPorts: true };
      await using jaeger = await startJaeger(options);
      printHints(jaeger.otlpUrl, jaeger.queryUrl, log);
      await serve("Jaeger", jaeger, log, interrupt);
      return 0;
    });
  });
}

/** Measured with empty caches: 269 s. */
const WORK = "Building Jaeger, about 5 minutes on two cores";

/** What else is said before it is built. */
const EXPECTED = `\
Only the first time, and with 3 GB in Go's caches. Then Jaeger takes spans at
http://127.0.0.1:4318 and answers at http://127.0.0.1:16686, or at free ports
where those are taken. Its page there will be a placeholder: this build has
Jaeger's API and not its web page, see docs/backends/jaeger.md.`;

const COMMAND: Command = {
  name: "jaeger",
  description: `\
Starts Jaeger on this machine. It keeps traces in memory, so a restart loses
them. The first time, it is built from its Go module, which needs Go and takes
about 5 minutes on two cores. This build has Jaeger's API but not its web page.`,
  flags: {},
  after: `\
It listens on ports 4318, 4317, 16686 and 16685 of 127.0.0.1, or on free ports if
those are taken, and prints the variables for programs that send it spans.

Exit codes: 1 failed, 2 bad usage, 130 and 143 interrupted.`,
};

function printHints(otlpUrl: string, queryUrl: string, log: string): void {
  err("Jaeger takes spans. For what sends them, in another terminal:\n");
  out(`export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpUrl}`);
  err(`
Services:   ${queryUrl}/api/v3/services
One trace:  ${queryUrl}/api/v3/traces/<trace id>
This build has Jaeger's API and not its web page: see docs/backends/jaeger.md.
The log is ${log}. Ctrl-C stops it.`);
}
