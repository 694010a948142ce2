// deno-lint-ignore-file no-console
/**
 * What stands between the Claude CLI and its API, in a process of its own:
 * `bare`, the least that any relay does, or `relay`, ours, as a traced query
 * starts it. It says its address, then its memory whenever it is sent a line,
 * and ends with its input.
 *
 * @module
 */

import { initTracing } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";

/** Milliseconds from one look at the memory to the next. */
const SAMPLE_MS = 5;

const [kind, upstream = ""] = Deno.args;

await using _tracing = await initTracing("bench");
const over = Promise.withResolvers<void>();
const url = kind === "bare" ? bare() : relay();
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
over.resolve();

/** Sends on what comes, and sends back what comes of it. */
function bare(): string {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = await request.bytes();
    const reply = await fetch(upstream + pathname + search, {
      method,
      headers,
      body,
    });
    return new Response(reply.body, reply);
  });
  over.promise.then(() => server.shutdown());
  return `http://127.0.0.1:${server.addr.port}`;
}

/** A query whose CLI says nothing until the end: requests come from elsewhere. */
function relay(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const query = traceQuery(async function* ({ options }) {
    resolve(options.env.ANTHROPIC_BASE_URL);
    await over.promise;
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
