/**
 * Reads a reply of 100 MB, fast and slowly, and prints how long the fast one
 * took and the most memory that the process in the middle has had for each.
 * Argument: what stands in the middle.
 *
 * @module
 */

import { startServer } from "../shared/start_server.ts";
import { print, sized } from "../shared/ways.ts";
import { ask, requestBody } from "./request.ts";
import { type Relay, startRelay } from "./start_relay.ts";

const MB = 1_000_000;

/** Bytes of a reply. */
const REPLY = sized(100, 2) * MB;

/** Replies that the fast client reads, of which one alone says little. */
const REPLIES = sized(5, 1);

/** Bytes that the slow client reads before it waits. */
const PORTION = MB;

/** Milliseconds that it waits. */
const PAUSE_MS = 20;

const BODY = requestBody(60_000);

await using collector = await startServer("shared/collector.ts");
await using upstream = await startServer("shared/model.ts");
const where = { upstream: upstream.url, collector: collector.url };
const kind = Deno.args[0] as Relay;
const fast = await cost(false);
const slow = await cost(true);
print({ ms: fast.ms, fast: fast.peak, slow: slow.peak });

/** What a reply costs a relay that is new, on average. */
async function cost(isSlow: boolean): Promise<{ ms: number; peak: number }> {
  await using relay = await startRelay(kind, where);
  await read(await ask(relay.url, BODY, MB), false);
  // From here on it says the most that it has had.
  await relay.memory();
  const replies = isSlow ? 1 : REPLIES;
  const begin = performance.now();
  for (let i = 0; i < replies; i++) {
    await read(await ask(relay.url, BODY, REPLY), isSlow);
  }
  const ms = (performance.now() - begin) / replies;
  const { peak } = await relay.memory();
  return { ms, peak: peak / MB };
}

async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  isSlow: boolean,
): Promise<void> {
  let portion = 0;
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    portion += value.length;
    if (!isSlow || portion < PORTION) continue;
    portion = 0;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
