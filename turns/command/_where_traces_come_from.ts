import { denoCommand } from "../../command_line/deno_command.ts";
import type { TurnsIo } from "./io.ts";
import { typedAs } from "./typed_as.ts";

const COMMANDS = typedAs();

/** Says what to do where there is nothing to read, as this person can run it. */
export function whereTracesComeFrom({ env }: TurnsIo): string {
  const deno = denoCommand({ env });
  const typed = (command: string) => command.replace(/^deno\b/, () => deno);
  const turns = `${typed(COMMANDS.turns)} FILE`;
  const demo = COMMANDS.demo === undefined
    ? ""
    : `  ${
      typed(COMMANDS.demo).padEnd(turns.length)
    }  writes a trace to look at\n`;
  return `What to run next:
${demo}  ${turns}  reads a file or a folder of yours
An agent writes one with OTEL_TRACES_FILE=traces.jsonl
`;
}
