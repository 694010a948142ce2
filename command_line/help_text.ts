import type { Command } from "./command.ts";
import { fitted } from "./fitted.ts";
import { knownFlags } from "./known_flags.ts";

/**
 * What `--help` of a command prints.
 *
 * @param command The command.
 * @param columns How wide the terminal is; 80 unless given.
 * @returns The text, in lines that fit.
 */
export function helpText(command: Command, columns?: number): string {
  const { name, description, operand, after } = command;
  const flags = knownFlags(command);
  const width = Math.max(...flags.map(({ usage }) => usage.length));
  const row = (term: string, text: string) =>
    `\n  ${term.padEnd(width)}  ${plain(text)}`;
  const parts = [
    `Usage: ${name} [options] ${operand?.usage ?? ""}`.trimEnd(),
    description,
    operand &&
    `Arguments:${row(operand.usage.replaceAll(/\W/g, ""), operand.help)}`,
    `Options:${flags.map(({ usage, text }) => row(usage, text)).join("")}`,
    after,
  ];
  return fitted(
    parts.filter((part) => part !== undefined).join("\n\n"),
    columns,
  );
}

/** What Markdown says: without backticks and the addresses of links. */
function plain(markdown: string): string {
  return markdown.replaceAll(/\[(.*?)\]\(.*?\)|`/g, "$1");
}
