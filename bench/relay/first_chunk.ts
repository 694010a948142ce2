/**
 * Asks a model many times, and prints the median milliseconds to the first
 * chunk of its reply, by the size of the request. Argument: what stands between
 * the two.
 *
 * @module
 */

import { median } from "../harness/summary.ts";
import { startServer } from "../shared/start_server.ts";
import { print, sized } from "../shared/ways.ts";
import { ask, requestBody } from "./request.ts";
import { type Relay, startRelay } from "./start_relay.ts";

/** Thousands of bytes of a request. */
const SIZES = [5, 60, 400];

/** Bytes of a reply. */
const REPLY = 2_000;

/** Requests that are measured, and those before, after which nothing is new. */
const REQUESTS = sized(150, 2);
const WARM_UP = sized(150, 1);

await using collector = await startServer("shared/collector.ts");
await using upstream = await startServer("shared/model.ts");
const kind = Deno.args[0] as Relay | "none";
await using relay = kind === "none" ? undefined : await startRelay(kind, {
  upstream: upstream.url,
  collector: collector.url,
});
const figures: Record<string, number> = {};
for (const kB of SIZES) {
  const body = requestBody(kB * 1_000);
  const times = [];
  for (let i = 0; i < WARM_UP + REQUESTS; i++) {
    const milliseconds = await firstChunk(relay?.url ?? upstream.url, body);
    if (i >= WARM_UP) times.push(milliseconds);
  }
  figures[`kB${kB}`] = median(times);
}
print(figures);

/** Sends a request, and measures the milliseconds to the first chunk. */
async function firstChunk(url: string, body: string): Promise<number> {
  const begin = performance.now();
  const reader = await ask(url, body, REPLY);
  await reader.read();
  const milliseconds = performance.now() - begin;
  while (!(await reader.read()).done);
  return milliseconds;
}
