import { fileURLToPath } from "node:url";
import { untraced } from "./untraced.ts";

/** What Deno is started with. */
const SERVER = "run --quiet --no-prompt --no-lock --allow-net=127.0.0.1";

/** A server in a process of its own. */
export interface Server extends AsyncDisposable {
  /** Its address. */
  readonly url: string;
}

/**
 * Starts a server in a process of its own, so that what it does itself counts
 * for nobody. It ends with its input, and so with this process.
 *
 * @param program Its path in `bench/`: it calls {@linkcode serveHere}.
 * @returns The server, which listens.
 */
export async function startServer(program: string): Promise<Server> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...SERVER.split(" "), `bench/${program}`],
    cwd: fileURLToPath(import.meta.resolve("../../")),
    clearEnv: true,
    env: untraced(),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    url: new TextDecoder().decode(value).trim(),
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      await child.status;
      await reader.cancel();
    },
  };
}
