import { LocalError } from "../../servers/process/local_error.ts";

/** The variable that names a Chromium which is not on the PATH. */
const VARIABLE = "CHROMIUM";

/** What the packages of the systems call it, then where Chrome is on macOS. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"].concat(
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
);

/**
 * Finds a Chromium on this machine. Nothing is downloaded: the one that the
 * system's packages keep up to date is the one that readers have.
 *
 * @returns The program's path.
 * @throws {LocalError} If there is none, with how to get it.
 */
export async function findChromium(): Promise<string> {
  const named = Deno.env.get(VARIABLE);
  for (const program of named ? [named] : PROGRAMS) {
    const path = await programPath(program);
    if (path !== undefined) return path;
  }
  throw new LocalError(
    named
      ? `Cannot open "${named}": no such program; ${VARIABLE} names a Chromium`
      : "Cannot find Chromium: install it (on Debian and Ubuntu with " +
        `"apt-get install chromium"), or name its program in ${VARIABLE}`,
  );
}

async function programPath(program: string): Promise<string | undefined> {
  const folders = program.includes("/")
    ? [""]
    : (Deno.env.get("PATH") ?? "").split(":").map((folder) => `${folder}/`);
  for (const folder of folders) {
    const info = await Deno.stat(folder + program).catch(() => undefined);
    if (info?.isFile) return folder + program;
  }
  return undefined;
}
