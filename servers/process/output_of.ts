import { endProcess } from "../../processes/end_process.ts";

/**
 * Runs a short program and reads what it prints.
 *
 * @param program The program: a path, or a name that is looked up.
 * @param args Its arguments.
 * @param signal Ends it.
 * @returns Its stdout; `undefined` where it fails, or there is no such program.
 * @throws The signal's reason, if that aborts.
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const child = start(program, args);
  if (child === undefined) return undefined;
  const stdout = child.stdout.getReader();
  const { status: ended } = child;
  const stop = () => {
    const kill = (signal: Deno.Signal) => child.kill(signal);
    void endProcess({ kill, ended }, 0, "SIGKILL");
    // What it has started may hold its output open.
    stdout.cancel().catch(() => {});
  };
  signal.addEventListener("abort", stop, { once: true });
  const [text, { success }] = await Promise.all([textOf(stdout), ended]);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  return success ? text : undefined;
}

function start(
  program: string,
  args: readonly string[],
): Deno.ChildProcess | undefined {
  try {
    return new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    // It does not exist, or may not be run.
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied
    ) return undefined;
    throw error;
  }
}

async function textOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
}
