/**
 * Runs agents, and prints the bytes of a span: of the bodies that a collector
 * receives, in each form, and of the trace file.
 *
 * @module
 */

import { initTracing } from "@turnspan/turnspan";
import { recorded } from "../recorder/recorded.ts";
import { answerHere } from "../recorder/work.ts";
import { print, sized } from "../shared/ways.ts";
import { FOLDER } from "../suite.ts";

/** Runs, and the turns of each. */
const RUNS = sized(10, 1);
const TURNS = sized(20, 2);

/** What tells the exporter the form, by the figure. */
const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  json: {},
  jsonGzip: { OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" },
  protobuf: { OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" },
  protobufGzip: {
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  },
};

const figures: Record<string, number> = {};
let spans = 0;
answerHere();
const path = `${Deno.env.get(FOLDER) ?? "."}/bytes.jsonl`;
figures.file = await exported({ OTEL_TRACES_FILE: path }, async () => {
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
  spans = lines.length;
  return (await Deno.stat(path)).size / spans;
});
await Deno.remove(path);
for (const [form, env] of Object.entries(FORMS)) {
  figures[form] = await received(env) / spans;
}
print(figures);

/** Exports the spans of the same runs, with some variables set. */
async function exported<T>(
  env: Readonly<Record<string, string>>,
  read: () => T | Promise<T>,
): Promise<T> {
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  const tracing = await initTracing("bench");
  for (let i = 0; i < RUNS; i++) await recorded(TURNS, true);
  await tracing[Symbol.asyncDispose]();
  for (const name of Object.keys(env)) Deno.env.delete(name);
  return await read();
}

/** The bytes of all bodies that a collector receives. */
async function received(
  env: Readonly<Record<string, string>>,
): Promise<number> {
  let bytes = 0;
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
  }, async (request) => {
    const { length } = await request.bytes();
    // Not before that: two bodies may arrive at once.
    bytes += length;
    return Response.json({});
  });
  const collector = `http://127.0.0.1:${server.addr.port}`;
  return await exported(
    { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector },
    () => bytes,
  );
}
