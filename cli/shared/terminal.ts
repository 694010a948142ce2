import { terminalColumns } from "../../command_line/terminal_columns.ts";
import { jsonText } from "../../tracing/base/json_text.ts";
import { absolutePath } from "../../tracing/base/absolute_path.ts";
import {
  printable,
  printableJson,
  printableLine,
} from "../../tracing/base/printable.ts";
import { cutTo } from "../../turns/draw/format.ts";

const CLEAR_LINE = "\r\x1b[K";
const encoder = new TextEncoder();

/**
 * Writes a line of our own to stdout, colours included. A reader that has gone
 * away is not an error.
 */
export function out(line: string): void {
  write(Deno.stdout, line);
}

/**
 * Writes an answer to stdout: to a program as it is, byte for byte, and on a
 * terminal without what could drive it, since a model wrote it.
 */
export function outAnswer(text: string): void {
  out(Deno.stdout.isTerminal() ? printable(text) : text);
}

/** Writes a value as JSON to stdout, with all control characters escaped. */
export function outJson(value: unknown): void {
  out(printableJson(jsonText(value) ?? "null"));
}

/** Writes a line to stderr, without what could drive a terminal. */
export function err(line: string): void {
  write(Deno.stderr, printable(line));
}

function write(
  stream: { writeSync(bytes: Uint8Array): number },
  line: string,
): void {
  const bytes = encoder.encode(line.endsWith("\n") ? line : `${line}\n`);
  try {
    for (let written = 0; written < bytes.length;) {
      written += stream.writeSync(bytes.subarray(written));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** One line on stderr that is written over and over, where that is a terminal. */
export class StatusLine {
  /** Whether there is anybody to see it. */
  readonly visible: boolean = Deno.stderr.isTerminal();

  /** Shows a text in the place of the one before. */
  show(text: string): void {
    if (!this.visible) return;
    // What goes on in the next line would stay there. The last column is left
    // free: some terminals go on once it is full.
    const room = (terminalColumns(Deno.stderr) ?? Infinity) - 1;
    const shown = cutTo(printableLine(text), room);
    Deno.stderr.writeSync(encoder.encode(CLEAR_LINE + shown));
  }

  /** Removes the text. */
  clear(): void {
    this.show("");
  }
}

/** The folder that a person typed the command in. */
export function personsFolder(): string {
  // A task runs in the folder of its deno.json and keeps the person's here.
  return Deno.env.get("INIT_CWD") || Deno.cwd();
}

/** A path relative to the folder that the person typed the command in. */
export function personsPath(path: string): string {
  return absolutePath(path, personsFolder());
}
