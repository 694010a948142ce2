import { fileURLToPath as fromFileUrl } from "node:url";

/** How a program is run. */
export interface ProgramOptions {
  /** The environment: nothing else is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Permissions and other flags of `deno run`. */
  readonly flags?: readonly string[];
  /** Whether it takes packages that are in no lock. */
  readonly noLock?: boolean;
  /** What the program is told: one JSON argument. */
  readonly input?: unknown;
  /**
   * When the program is killed, in milliseconds after what it printed last: it
   * did not end by itself. How soon it prints is for the machine to say.
   *
   * @default {60_000}
   */
  readonly killAfterMs?: number;
}

/** What became of a program. */
export interface ProgramResult {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = fromFileUrl(import.meta.resolve("../../"));

/** What a program needs in order to find its modules. */
const PASSED_ON = ["DENO_DIR", "HOME", "PATH", "LOCALAPPDATA", "SystemRoot"];

/** Starts a program of this folder. */
export function startProgram(
  name: string,
  {
    env = {},
    flags = ["--allow-all"],
    input = {},
    noLock = false,
  }: ProgramOptions = {},
): Deno.ChildProcess {
  const passedOn = PASSED_ON.flatMap((variable) => {
    const value = Deno.env.get(variable);
    return value === undefined ? [] : [[variable, value]];
  });
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      `--config=${ROOT}deno.json`,
      // What the tests themselves have downloaded will do.
      ...(noLock ? [] : [`--lock=${ROOT}deno.lock`, "--frozen"]),
      ...flags,
      fromFileUrl(import.meta.resolve(`./_programs/${name}.ts`)),
      JSON.stringify(input),
    ],
    env: { ...Object.fromEntries(passedOn), NO_COLOR: "1", ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a program of this folder to its end. */
export async function runProgram(
  name: string,
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = startProgram(name, options);
  const { killAfterMs = 60_000 } = options;
  const kill = () => child.kill("SIGKILL");
  let timer = setTimeout(kill, 60_000);
  const printed = new TransformStream<Uint8Array>({
    transform(chunk, controller) {
      clearTimeout(timer);
      timer = setTimeout(kill, killAfterMs);
      controller.enqueue(chunk);
    },
  });
  const [{ code, signal }, stdout, stderr] = await Promise.all([
    child.status,
    new Response(child.stdout.pipeThrough(printed)).text(),
    new Response(child.stderr).text(),
  ]);
  clearTimeout(timer);
  return { code, signal, stdout, stderr };
}

/** Runs a program that prints one JSON value. */
export async function runJson<T>(
  name: string,
  options: ProgramOptions = {},
): Promise<ProgramResult & { readonly json: T }> {
  const result = await runProgram(name, options);
  if (result.code !== 0) throw new Error(result.stderr);
  return { ...result, json: JSON.parse(result.stdout) as T };
}
