/** Options for {@linkcode runDeno}. */
export interface RunDenoOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** Stops it, and what it has started. */
  readonly signal: AbortSignal;
}

/** Runs Deno in a group of its own, so that what it has started ends with it. */
export async function runDeno(
  args: readonly string[],
  { cwd, env, signal }: RunDenoOptions,
): Promise<number> {
  signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env,
    stdin: "null",
    detached: true,
  }).spawn();
  const stop = () => Deno.kill(-child.pid, "SIGTERM");
  signal.addEventListener("abort", stop);
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return code;
}
