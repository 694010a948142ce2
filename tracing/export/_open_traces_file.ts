import { closeSync, constants, openSync } from "node:fs";
import { absolutePath } from "../base/absolute_path.ts";
import { cannotUse, reasonOf } from "../privacy/warn.ts";

const VARIABLE = "OTEL_TRACES_FILE";

/** A file that was opened. */
export interface OpenFile {
  readonly path: string;
  readonly file: Deno.FsFile;
}

/**
 * Opens the file that spans are appended to, and says so where it cannot be.
 * A missing folder is made.
 */
export function openTracesFile(
  path: string,
  folder?: string,
): OpenFile | undefined {
  const full = folder === undefined ? path : absolutePath(path, folder);
  if (!mayWrite(full)) {
    cannotUse(VARIABLE, path, `it needs --allow-write=${path}`);
    return undefined;
  }
  let letGo = () => {};
  try {
    letGo = holdPipe(full);
    return { path: full, file: openOrMake(full) };
  } catch (error) {
    cannotUse(VARIABLE, path, reasonOf(error));
    return undefined;
  } finally {
    letGo();
  }
}

function openOrMake(path: string): Deno.FsFile {
  const options = { append: true, create: true };
  try {
    return Deno.openSync(path, options);
  } catch (error) {
    const folder = path.replace(/[^/\\]*$/, "");
    if (!(error instanceof Deno.errors.NotFound) || folder === "") throw error;
    // To make a folder may need more than to write the file in it.
    if (!mayWrite(folder)) {
      throw new Error(
        `its folder is not there, and --allow-write=${folder} ` +
          "is needed to make it",
      );
    }
    Deno.mkdirSync(folder, { recursive: true });
    return Deno.openSync(path, options);
  }
}

function mayWrite(path: string): boolean {
  const { state } = Deno.permissions.querySync({ name: "write", path });
  return state === "granted";
}

/**
 * Opens a pipe as its reader's first writer, where there is one: with no reader,
 * opening it in the usual way would stop the program until one comes.
 *
 * @returns What closes it, once it has been opened in the usual way.
 * @throws {Error} If nobody reads it.
 */
function holdPipe(path: string): () => void {
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (state !== "granted" || !isFifo(path)) return () => {};
  try {
    const { O_WRONLY, O_NONBLOCK } = constants;
    const descriptor = openSync(path, O_WRONLY | O_NONBLOCK);
    return () => closeSync(descriptor);
  } catch {
    throw new Error("it is a pipe that nobody reads");
  }
}

function isFifo(path: string): boolean {
  try {
    return Deno.statSync(path).isFifo === true;
  } catch {
    // It is not there yet, or a device that may not be looked at.
    return false;
  }
}
