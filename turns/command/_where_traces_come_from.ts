import { denoCommand } from "../../command_line/deno_command.ts";
import type { TurnsIo } from "./io.ts";

/** Says what to do where there is nothing to read, as this person can run it. */
export function whereTracesComeFrom({ env }: TurnsIo): string {
  const deno = denoCommand({ env });
  const [demo, turns] = [`${deno} task demo`, `${deno} task turns FILE`];
  return `What to run next:
  ${demo.padEnd(turns.length)}  writes a trace to look at
  ${turns}  reads a file or a folder of yours
An agent writes one with OTEL_TRACES_FILE=traces.jsonl
`;
}
