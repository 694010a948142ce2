import { sayPreface } from "./_preface.ts";
import { saidIfSlow } from "./_said_if_slow.ts";

/**
 * The demo itself. No literal in `import()`: what that names, Deno downloads
 * before the first line of a program runs, which is then silent for seconds.
 */
const MAIN = "./main.ts";

/**
 * Says what the demo is, and then loads and runs it.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function demoStart(args: readonly string[]): Promise<number> {
  using waiting = saidIfSlow();
  if (isPlainRun(args)) sayPreface(args.includes("--all"));
  const loading: Promise<typeof import("./main.ts")> = import(MAIN);
  const { demoMain } = await loading;
  return await demoMain(args, () => waiting[Symbol.dispose]());
}

/**
 * Whether that is all there is to a command line: at most a question, and the
 * flag. Anything else may be for help, or wrong, and has a line of its own.
 */
function isPlainRun(args: readonly string[]): boolean {
  const others = args.filter((arg) => arg !== "--all");
  return others.length <= 1 && others.every((arg) => /^\s*[^\s-]/.test(arg));
}
