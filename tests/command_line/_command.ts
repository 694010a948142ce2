import type { Command } from "../../command_line/command.ts";
import {
  type CommandLine,
  parseCommandLine,
} from "../../command_line/parse_command_line.ts";
import { UsageError } from "../../command_line/usage_error.ts";

/** A command with a flag of every kind. */
export const COMMAND = {
  name: "try",
  description: "Tries command lines.\n\nAll of them.",
  operand: { usage: "[words...]", help: "what it takes besides" },
  flags: {
    text: {
      usage: "--some-text <text>",
      help: "a text, see [Texts](./texts.md#texts), as it was written",
    },
    count: {
      usage: "--count <n>",
      help: "how many, which is a whole number, written in digits",
      default: 10,
      read: (text: string) => /^\d+$/.test(text) ? Number(text) : undefined,
      expects: "It must be a whole number",
    },
    size: {
      usage: "--size <size>",
      help: "how large",
      read: (text: string) => {
        if (text !== "large") throw new RangeError(`Cannot be "${text}"`);
        return text.length;
      },
    },
    json: { usage: "--json", help: "print `JSON`" },
  },
  after: "Exit codes: 0.",
} as const satisfies Command;

/** The command with another operand, or with none. */
export function taking(operand?: Command["operand"]): Command {
  const { operand: _, ...rest } = COMMAND;
  return operand === undefined ? rest : { ...rest, operand };
}

/** What a command line comes to; what is wrong with it, where something is. */
export function parse(
  args: readonly string[],
  command: Command = COMMAND,
): CommandLine<typeof COMMAND.flags> | string {
  try {
    return parseCommandLine(command, args) as CommandLine<typeof COMMAND.flags>;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}
