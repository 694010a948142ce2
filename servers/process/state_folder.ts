import { fileURLToPath } from "node:url";

/** Where builds and the logs of servers are kept, beside the demo's trace. */
const ROOT = fileURLToPath(import.meta.resolve("../../.turnspan"));

/**
 * Gets a folder for what is kept from one run to the next.
 *
 * @param names The folder's name, and those of the folders that it is in.
 * @returns Its path. It exists.
 */
export async function stateFolder(...names: string[]): Promise<string> {
  const path = [ROOT, ...names].join("/");
  await Deno.mkdir(path, { recursive: true });
  return path;
}
