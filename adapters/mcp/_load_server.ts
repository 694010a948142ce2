import { AsyncLocalStorage } from "node:async_hooks";

/** Calls a function where no run is current. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Loads what connects to a server, and with it MCP's SDK, which takes longer to
 * load than all else here.
 *
 * What is first imported inside of a run would leave it the current run of
 * whatever the event loop calls next: Deno (2.9) does not take it back.
 */
export function loadServer(): Promise<typeof import("./_server.ts")> {
  return outside(() => import("./_server.ts"));
}
