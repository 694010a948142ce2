// deno-lint-ignore-file no-console
/**
 * What the relay between the Claude CLI and its API adds to the time to the
 * first chunk of a reply: against no relay at all, and against the least that
 * any relay does. The relay is in a process of its own, as a traced query
 * starts it, and its spans are exported. The medians come at the end.
 *
 * The figures of one run are to be compared with each other: machines differ.
 *
 * @module
 */

import { startRelayProcess } from "./_relay/process.ts";
import { ask, requestBody } from "./_relay/request.ts";
import { startServer } from "./server.ts";

/** Thousands of bytes of a request. */
const SIZES = [5, 60, 400];

/** Bytes of a reply. */
const REPLY = 2_000;

/** Requests that are measured. */
const REQUESTS = 200;

/** Requests before those, after which nothing is slow for being new. */
const WARM_UP = 200;

const upstream = await startServer("_relay/upstream.ts");
const where = { upstream, collector: await startServer("_collector.ts") };
const bare = await startRelayProcess("bare", where);
const relay = await startRelayProcess("relay", where);
const URLS = {
  "no relay": upstream,
  "bare pass-through": bare.url,
  "our relay, traced": relay.url,
};
type Way = keyof typeof URLS;
const WAYS = Object.keys(URLS) as Way[];

/** Milliseconds, by the size and the way. */
const measured = new Map<string, number[]>();

for (const kB of SIZES) {
  const body = requestBody(kB * 1_000);
  for (let i = 0; i < WARM_UP; i++) {
    for (const way of WAYS) await firstChunk(way, body);
  }
  for (const way of WAYS) measure(way, kB, body);
}

function measure(way: Way, kB: number, body: string): void {
  Deno.bench({
    name: `first chunk, ${kB} kB, ${way}`,
    group: `request of ${kB} kB`,
    baseline: way === WAYS[0],
    n: REQUESTS,
  }, async (b) => {
    // Each way in turn, so that other work of the machine slows all of them.
    for (const each of WAYS) {
      const key = `${each} ${kB}`;
      const times = measured.get(key) ?? [];
      measured.set(key, times);
      times.push(await firstChunk(each, body, each === way ? b : undefined));
    }
  });
}

/** Sends a request, and measures the milliseconds to the first chunk. */
async function firstChunk(
  way: Way,
  body: string,
  b?: Deno.BenchContext,
): Promise<number> {
  b?.start();
  const begin = performance.now();
  const reader = await ask(URLS[way], body, REPLY);
  await reader.read();
  const milliseconds = performance.now() - begin;
  b?.end();
  while (!(await reader.read()).done);
  return milliseconds;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}

// Deno shows means, which a busy machine spoils.
addEventListener("unload", () => {
  for (const kB of SIZES) {
    const [none = NaN, ...others] = WAYS.map((way) =>
      median(measured.get(`${way} ${kB}`) ?? [])
    );
    const added = others.map((time, i) =>
      `${WAYS[i + 1]} +${(time - none).toFixed(2)} ms`
    );
    console.log(
      `median to the first chunk, ${kB} kB: ${WAYS[0]} ${none.toFixed(2)} ms, ${
        added.join(", ")
      }`,
    );
  }
});
