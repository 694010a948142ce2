import { denoCommand } from "../../command_line/deno_command.ts";

/**
 * Says where the trace is, and what this person can ask of it next.
 *
 * @param file The file that the trace was written to.
 * @param usual The file that `turns` reads where none is named.
 * @returns Two lines: a command is to be copied, and has one of its own.
 */
export function whatNext(file: string, usual: string): string {
  const task = `${denoCommand()} task turns`;
  // A variable that was set for one command is gone in the next.
  const command = file === usual ? task : `${task} ${quoted(file)}`;
  return `The trace is in ${file}.\nMore: ${command}`;
}

/** A path as a word of a shell. */
function quoted(path: string): string {
  return /^[\w./\\:@+-]+$/.test(path) ? path : `"${path}"`;
}
