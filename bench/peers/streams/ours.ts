/**
 * turnspan: a run of the program's own, as `docs/library.md` says, whose `fetch`
 * is traced, from the request to the end of its reply.
 */

import { initTracing, traceRun } from "@turnspan/turnspan";
import { measureStreams } from "./_read.ts";

await using tracing = await initTracing("bench");

await measureStreams(
  (read) => traceRun({ runner: "bench", model: "gpt-4.1" }, read),
  () => tracing.flush(),
);
