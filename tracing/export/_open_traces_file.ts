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
  try {
    return { path: full, file: openOrMake(full) };
  } catch (error) {
    cannotUse(VARIABLE, path, reasonOf(error));
    return undefined;
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
