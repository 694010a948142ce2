// deno-lint-ignore-file no-console
/**
 * What the relay between the Claude CLI and its API takes in memory while a
 * reply of 100 MB passes, to a client that reads as fast as it can and to one
 * that is slow: the most that its process has had, over what it had before. The
 * least that any relay does is measured with it. The figures come at the end.
 *
 * The figures of one run are to be compared with each other: machines differ.
 *
 * @module
 */

import { startRelayProcess } from "./_relay/process.ts";
import { ask, requestBody } from "./_relay/request.ts";
import { startServer } from "./server.ts";

const MB = 1_000_000;

/** Bytes of a reply. */
const REPLY = 100 * MB;

/** Bytes that the slow client reads before it waits. */
const PORTION = MB;

/** Milliseconds that it waits. */
const PAUSE_MS = 20;

const WAYS = { bare: "bare pass-through", relay: "our relay, traced" } as const;

/** What one reply cost: memory in MB. */
interface Cost {
  readonly before: number;
  readonly added: number;
  readonly seconds: number;
}

const costs = new Map<string, Cost[]>();

const where = {
  upstream: await startServer("_relay/upstream.ts"),
  collector: await startServer("_collector.ts"),
};

for (const pace of ["fast", "slow"] as const) {
  measure("bare", pace);
  measure("relay", pace);
}

function measure(kind: "bare" | "relay", pace: "fast" | "slow"): void {
  const name = `100 MB to a ${pace} client, ${WAYS[kind]}`;
  const all: Cost[] = [];
  costs.set(name, all);
  Deno.bench({
    name,
    group: `100 MB, ${pace}`,
    baseline: kind === "bare",
    n: 1,
  }, async (b) => {
    await using relay = await startRelayProcess(kind, where);
    const body = requestBody(60_000);
    await read(await ask(relay.url, body, MB), false);
    const { rss } = await relay.memory();
    b.start();
    const begin = performance.now();
    await read(await ask(relay.url, body, REPLY), pace === "slow");
    const seconds = (performance.now() - begin) / 1_000;
    b.end();
    const { peak } = await relay.memory();
    all.push({ before: rss / MB, added: (peak - rss) / MB, seconds });
  });
}

async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  slow: boolean,
): Promise<void> {
  let portion = 0;
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    portion += value.length;
    if (!slow || portion < PORTION) continue;
    portion = 0;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

addEventListener("unload", () => {
  for (const [name, all] of costs) {
    const most = all.toSorted((a, b) => b.added - a.added)[0];
    if (most === undefined) continue;
    const { before, added, seconds } = most;
    console.log(
      `${name}: ${before.toFixed(0)} MB before, +${
        added.toFixed(0)
      } MB at the most, ${seconds.toFixed(1)} s`,
    );
  }
});
