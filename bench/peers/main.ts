// deno-lint-ignore-file no-console
/**
 * Runs one way in a process of its own, and prints its figures: what it says
 * itself, and what its collector received. The model and the collector are in
 * this process, so that what they take is not measured.
 *
 *   main.ts [--check] [VARIABLE=value …] WAY [argument …]
 *
 * The variables are set for the way alone; `CONTENT`, `on` or `off`, says what
 * its spans are to show. A way fails unless there is a span for each request to
 * the model, since one that does nothing would be the cheapest. `--check` runs
 * the agent once and prints the names of its spans.
 *
 * @module
 */

import { Collector } from "./collector.ts";
import { answerChat } from "./_model.ts";
import { StreamServer } from "./_stream_server.ts";

/** How often the agent runs, and how often before that: V8 then compiles no more. */
const RUNS = "80";
const WARM_UP = "300";

const check = Deno.args[0] === "--check";
const args = check ? Deno.args.slice(1) : Deno.args;
const at = args.findIndex((arg) => !/^[A-Z_]+=/.test(arg));
const variables: Readonly<Record<string, string>> = Object.fromEntries(
  args.slice(0, at).map((arg) => arg.split(/=(.*)/, 2)),
);
const [way = "", ...rest] = args.slice(at);
const once = check || Deno.env.get("BENCH_SMOKE") === "1";

const collector = new Collector();
const stream = new StreamServer();
stream.serve();
let requests = 0;

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: () => {},
}, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/v1/chat/completions") {
    requests++;
    return answerChat(await request.text());
  }
  if (pathname === "/v1/sent") return new Response(`${stream.sent}`);
  const body = await request.bytes();
  if (pathname.endsWith("/v1/traces")) collector.take(body);
  return Response.json({});
});

const figures = await run();
await server.shutdown();
stream.close();
requests += stream.requests;
if (check) {
  const { names, traces, modelCalls, hasContent } = collector;
  console.log({ requests, names, traces: traces.size, modelCalls, hasContent });
}
if (at > 0 || !way.endsWith("bare.ts")) {
  const { CONTENT: content } = variables;
  const problem = collector.problem({
    requests,
    ...(content ? { content: content === "on" } : {}),
  });
  if (problem) throw new Error(`Cannot compare "${way}": ${problem}`);
}
if (!check) {
  const spans = collector.spans / requests;
  const bytes = collector.bytes / requests;
  console.log(JSON.stringify({ ...figures, spans, bytes }));
}

/** Runs the way, and returns the figures that it prints. */
async function run(): Promise<Record<string, number>> {
  const address = `http://127.0.0.1:${server.addr.port}`;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-all"],
      `--config=${import.meta.dirname}/deno.json`,
      ...[`--lock=${import.meta.dirname}/deno.lock`, "--frozen"],
      ...[`${import.meta.dirname}/${way}`, ...rest],
    ],
    env: {
      RUNS: once ? "1" : RUNS,
      WARM_UP: once ? "0" : WARM_UP,
      OPENAI_BASE_URL: `${address}/v1`,
      OPENAI_API_KEY: "key",
      OTEL_EXPORTER_OTLP_ENDPOINT: address,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      STREAM_URL: stream.url,
      LANGFUSE_BASE_URL: address,
      LANGFUSE_PUBLIC_KEY: "pk-lf-bench",
      LANGFUSE_SECRET_KEY: "sk-lf-bench",
      ...variables,
    },
    stdout: "piped",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot measure "${way}": it failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
