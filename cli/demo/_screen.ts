import { terminalColumns } from "../../command_line/terminal_columns.ts";
import type { DrawOptions } from "../../turns/draw/draw_tree.ts";
import { wrapped } from "../../turns/draw/wrapped.ts";
import { err } from "../shared/terminal.ts";

/** Says how things are drawn on stdout: for the terminal that there is, if any. */
export function screen(): DrawOptions & { readonly color: boolean } {
  const columns = terminalColumns(Deno.stdout);
  const color = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR") &&
    Deno.env.get("TERM") !== "dumb";
  return { color, ...(columns !== undefined && { columns }) };
}

/** Writes lines to stderr, broken between words where that is a terminal. */
export function say(lines: string): void {
  const columns = terminalColumns(Deno.stderr);
  err(wrapped(lines, columns === undefined ? {} : { columns }));
}
