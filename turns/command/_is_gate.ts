import type { TurnsArgs } from "./turns_command.ts";

/** Whether the command line asks for a gate. */
export function isGate(args: TurnsArgs): boolean {
  const { check, maxPrompt, maxGrowth, maxSource, maxTotal } = args;
  return [check, maxPrompt, maxGrowth, maxSource, maxTotal]
    .some((flag) => flag !== undefined);
}
