/**
 * Reads an environment variable, without ever asking for a permission: what
 * may not be read counts as not set, so that a program which was given no
 * `--allow-env` runs as if this module were not there.
 *
 * @param name The variable.
 * @returns Its value, or `undefined` where it is not set, empty, or not readable.
 */
export function env(name: string): string | undefined {
  if (!mayRead(name)) return undefined;
  // An empty value is the same as none: OpenTelemetry, Environment Variable
  // Specification, "Parsing empty value".
  return Deno.env.get(name) || undefined;
}

/** Tells whether a variable may be read, without asking for it. */
export function mayRead(name: string): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted";
}

/** Reads the whole environment, where all of it may be read. */
export function wholeEnv(): Record<string, string> {
  const { state } = Deno.permissions.querySync({ name: "env" });
  return state === "granted" ? Deno.env.toObject() : {};
}
