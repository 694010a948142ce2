/** What runs some code of Deno's as a program. */
export function program(code: string): { program: string; args: string[] } {
  return { program: Deno.execPath(), args: ["eval", "--quiet", code] };
}

/** Waits until something is so. */
export async function until(so: () => boolean | Promise<boolean>) {
  while (!await so()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
