/** A variable of this process; one that may not be read counts as not set. */
export function ownVariable(variable: string): string | undefined {
  // Asked first, because reading it would ask the person at a terminal.
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}
