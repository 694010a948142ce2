// deno-lint-ignore-file no-console
/**
 * What stands between the Claude CLI and its API, in a process of its own:
 * `bare`, the least that any relay does, `seen`, the same with each chunk of a
 * reply seen by JavaScript, `parsed`, the same with each request parsed, or
 * `relay`, ours, as a traced query starts it. It prints its address, then its
 * memory for each line of its input, and ends with its input.
 *
 * @module
 */

import { initTracing } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";

/** Milliseconds between two samples of the memory. */
const SAMPLE_MS = 5;

const [kind, upstream = ""] = Deno.args;

const decoder = new TextDecoder();
await using _tracing = await initTracing("bench");
const ended = Promise.withResolvers<void>();
const url = kind === "relay" ? relay() : bare(kind);
console.log(JSON.stringify({ url: await url }));

let peak = 0;
const sample = () => {
  const { rss } = Deno.memoryUsage();
  peak = Math.max(peak, rss);
  return rss;
};
let sampling: ReturnType<typeof setInterval> | undefined;
for await (const _line of Deno.stdin.readable) {
  // Not before it is asked for, so that it disturbs nothing that is timed.
  sampling ??= setInterval(sample, SAMPLE_MS);
  const rss = sample();
  console.log(JSON.stringify({ rss, peak }));
  peak = rss;
}
clearInterval(sampling);
ended.resolve();

/** Passes requests on, and their replies back. */
function bare(kind = "bare"): string {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = await request.bytes();
    if (kind === "parsed") JSON.parse(decoder.decode(body));
    const reply = await fetch(upstream + pathname + search, {
      method,
      headers,
      body,
    });
    const isSeen = kind === "seen" && reply.body !== null;
    return new Response(isSeen ? throughHere(reply.body) : reply.body, reply);
  });
  ended.promise.then(() => server.shutdown());
  return `http://127.0.0.1:${server.addr.port}`;
}

/** The same stream, through JavaScript. */
function throughHere(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** A query whose CLI is silent until the end: the requests come from elsewhere. */
function relay(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const query = traceQuery(async function* ({ options }) {
    resolve(options.env.ANTHROPIC_BASE_URL);
    await ended.promise;
    yield { type: "result" };
  });
  const options = {
    model: "bench",
    env: { ANTHROPIC_BASE_URL: upstream },
    settingSources: [],
  };
  Array.fromAsync(query({ prompt: "What is it?", options }));
  return promise;
}
