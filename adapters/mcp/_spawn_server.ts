import { childEnv } from "./_child_env.ts";
import type { McpConfig, McpStdioServer } from "./types.ts";

/** Gives the process of a server; throws where it cannot be started. */
export type Spawn = () => Deno.ChildProcess;

/** Starts a server as a process of its own. */
export function spawnServer(
  { command, args, env, cwd }: McpStdioServer,
  traceContext: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  return new Deno.Command(command, {
    args: [...args],
    cwd,
    env: childEnv(env, traceContext),
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/**
 * Starts all servers that are processes now: they boot while what speaks to
 * them is still loaded.
 *
 * @param config The servers.
 * @param traceContext What they are told of the run that starts them.
 * @returns What gives the process of each, by the server's name. Whoever takes
 * it has to end the process, too.
 */
export function spawnAhead(
  { servers }: McpConfig,
  traceContext: Readonly<Record<string, string>>,
): ReadonlyMap<string, Spawn> {
  const spawned = new Map<string, Spawn>();
  for (const [name, server] of servers) {
    if (server.type !== "stdio") continue;
    spawned.set(name, kept(() => spawnServer(server, traceContext)));
  }
  return spawned;
}

/** Starts it now. A failure belongs to whoever connects to the server. */
function kept(spawn: Spawn): Spawn {
  try {
    const child = spawn();
    return () => child;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
