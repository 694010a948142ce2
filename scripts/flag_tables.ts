/**
 * Writes the tables of flags on the page of the command line anew, each from the
 * table of its command.
 *
 * @module
 */
import { agentCommand } from "../cli/agent/command.ts";
import { DEMO_COMMAND } from "../cli/demo/command.ts";
import { HONEYCOMB_COMMAND } from "../cli/honeycomb/command.ts";
import { LITELLM_COMMAND } from "../cli/server/litellm_command.ts";
import type { Command } from "../command_line/command.ts";
import { knownFlags } from "../command_line/known_flags.ts";
import { turnsCommand } from "../turns/command/turns_command.ts";

const PAGE = "docs/command-line.md";

/** The commands, by what the comment before their table calls them. */
const COMMANDS: Readonly<Record<string, Command>> = {
  agents: agentCommand("", ""),
  demo: DEMO_COMMAND,
  honeycomb: HONEYCOMB_COMMAND,
  litellm: LITELLM_COMMAND,
  turns: turnsCommand(0),
};

/**
 * Writes each command's table in its place.
 *
 * @param page The page, with `<!-- flags of demo -->` before the demo's table.
 * @returns The page with the tables as they are now.
 */
export function withFlagTables(page: string): string {
  return page.replaceAll(
    /(<!-- flags of (\w+) -->\n\n)(?:\|.*\n)+/g,
    (_, mark, name) => mark + flagTable(COMMANDS[name]!),
  );
}

function flagTable(command: Command): string {
  const rows = knownFlags(command).map(({ usage, text }) => [
    `\`${usage}\``,
    `${text[0]?.toUpperCase()}${text.slice(1)}`,
  ]);
  const width = (column: number) =>
    Math.max(...rows.map((row) => row[column]!.length));
  const [first, second] = [width(0), width(1)];
  return [
    ["flag", "means"],
    ["-".repeat(first), "-".repeat(second)],
    ...rows,
  ].map(([flag = "", means = ""]) =>
    `| ${flag.padEnd(first)} | ${means.padEnd(second)} |\n`
  ).join("");
}

if (import.meta.main) {
  Deno.writeTextFileSync(PAGE, withFlagTables(Deno.readTextFileSync(PAGE)));
}
