/**
 * Reads streamed replies, and prints what that takes of the processor, and what
 * memory a slow reader takes. Argument: `bare` reads them with `fetch`, `sdk`
 * too but with the SDK loaded, `span` with our `fetch` in a span, and `run` in
 * a model call of a run.
 *
 * @module
 */

import { getTracer, tracedFetch, traceRun } from "@turnspan/turnspan";
import { provide } from "../recorder/provide.ts";
import { MODEL } from "../recorder/work.ts";
import { REPLY_BYTES } from "../shared/reply_bytes.ts";
import { startServer } from "../shared/start_server.ts";
import { cpuOf, mostMemory, print, sized } from "../shared/ways.ts";

const MB = 1_000_000;

/** Bytes of the large reply, and of each of the many small ones. */
const LARGE = sized(200, 2) * MB;
const SMALL = 20_000;

/** How many large ones, of which one alone says little, and how many small. */
const FEW = sized(5, 1);
const MANY = sized(1_000, 5);

/** Bytes that the slow client reads before it waits, and milliseconds. */
const PORTION = MB;
const PAUSE_MS = 10;

const [way] = Deno.args;
if (way !== "bare") {
  await provide("dropped", way === "sdk" ? "by-hand" : "recorded");
}
await using model = await startServer("shared/model.ts");

await fetchAll(MB);
// First, since later the process keeps what the fast ones took.
const before = mostMemory();
await fetchAll(LARGE / 2, true);
const slow = mostMemory() - before;
await many(Math.ceil(MANY / 4));
const small = await cpuOf(() => many(MANY));
const large = await cpuOf(() => many(FEW, LARGE));
print({ large: large / FEW / 1e3, small: small / MANY, slow });

async function many(count: number, bytes = SMALL): Promise<void> {
  for (let i = 0; i < count; i++) await fetchAll(bytes);
}

/** Asks for a reply and reads it to its end. */
async function fetchAll(bytes: number, isSlow = false): Promise<void> {
  const reads = () => readAll(tracedFetch, bytes, isSlow);
  if (way === "span") {
    return await getTracer("bench").startActiveSpan("bench", async (span) => {
      await reads();
      span.end();
    });
  }
  if (way !== "run") return await readAll(fetch, bytes, isSlow);
  await traceRun({ runner: "bench", model: MODEL }, async (run) => {
    const chat = run.startChat();
    await chat.run(reads);
  });
}

async function readAll(
  fetch: typeof globalThis.fetch,
  bytes: number,
  isSlow: boolean,
): Promise<void> {
  const response = await fetch(`${model.url}/v1/messages`, {
    method: "POST",
    headers: { [REPLY_BYTES]: `${bytes}`, "content-type": "application/json" },
    body: JSON.stringify({ model: MODEL, messages: [] }),
  });
  let portion = 0;
  for await (const chunk of response.body!) {
    portion += chunk.length;
    if (!isSlow || portion < PORTION) continue;
    portion = 0;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
