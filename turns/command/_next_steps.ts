import { denoCommand } from "../../command_line/deno_command.ts";
import type { TurnsIo } from "./io.ts";
import { typedAs } from "./typed_as.ts";

/** Says what to do where there is nothing to read, as this person can run it. */
export function nextSteps({ env }: TurnsIo): string {
  const deno = denoCommand({ env });
  const typed = (command: string) => command.replace(/^deno\b/, deno);
  const { turns, demo } = typedAs();
  const steps = [
    ...(demo === undefined
      ? []
      : [[typed(demo), "writes a trace to look at"] as const]),
    [`${typed(turns)} FILE`, "reads a file or a folder of yours"] as const,
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  return [
    "What to run next:",
    ...steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`),
    "An agent writes one with OTEL_TRACES_FILE=traces.jsonl",
    "",
  ].join("\n");
}
