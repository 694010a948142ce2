/** Whether a process is still there; one that nobody has waited for is, too. */
export function isAlive(pid: string | number): boolean {
  try {
    // Does nothing to a process that runs.
    Deno.kill(Number(pid), "SIGCONT");
    return true;
  } catch {
    return false;
  }
}
