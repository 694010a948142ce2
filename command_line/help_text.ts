import type { Command } from "./command.ts";
import { knownFlags } from "./known_flags.ts";

/** What `--help` of a command prints. */
export function helpText(command: Command): string {
  const { name, description, operand, after } = command;
  const flags = knownFlags(command);
  const width = Math.max(...flags.map(({ usage }) => usage.length));
  const row = (term: string, text: string) =>
    `\n  ${term.padEnd(width)}  ${wrapped(plain(text), width + 4)}`;
  const parts = [
    `Usage: ${name} [options] ${operand?.usage ?? ""}`.trimEnd(),
    wrapped(description),
    operand &&
    `Arguments:${row(operand.usage.replaceAll(/\W/g, ""), operand.help)}`,
    `Options:${flags.map(({ usage, text }) => row(usage, text)).join("")}`,
    after,
  ];
  return parts.filter((part) => part !== undefined).join("\n\n");
}

/** Breaks lines after 80 columns, and indents all but the first. */
function wrapped(text: string, indent = 0): string {
  const line = new RegExp(`(.{1,${80 - indent}})( |\n|$)`, "g");
  return text.replaceAll(line, `$1\n${" ".repeat(indent)}`).trimEnd();
}

/** What Markdown says: without backticks and the addresses of links. */
function plain(markdown: string): string {
  return markdown.replaceAll(/\[(.*?)\]\(.*?\)|`/g, "$1");
}
