/** A span by hand, from the request to the end of its reply. */

import { SpanKind, trace } from "@opentelemetry/api";
import { exported } from "../exported.ts";
import { measureStreams } from "./_read.ts";

const provider = exported();
const tracer = trace.getTracer("by-hand");

await measureStreams(async (read) => {
  const span = tracer.startSpan("POST", {
    kind: SpanKind.CLIENT,
    attributes: { "http.request.method": "POST" },
  });
  await read();
  span.end();
}, () => provider.forceFlush());
