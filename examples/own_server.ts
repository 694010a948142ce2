// A server whose every request is one run, in the trace of whoever asks:
//
//   OTEL_TRACES_FILE=traces.jsonl deno run --allow-all examples/own_server.ts
//   curl -d "Why?" http://localhost:8000/

// #region program
import {
  cancelOnInterrupt,
  initTracing,
  requestContext,
  traceRun,
} from "@turnspan/turnspan";

using interrupt = cancelOnInterrupt();
await using _tracing = await initTracing("my-server");

const { signal } = interrupt;
const port = Number(Deno.env.get("PORT") ?? 8000);
const server = Deno.serve({ port, signal }, (request) =>
  traceRun({
    runner: "my_agent",
    model: "gpt-5",
    parent: requestContext(request),
    signal, // Ctrl-C cancels what is under way
  }, async (run) => {
    const question = await request.text();
    return new Response(run.answer(`You asked: ${question}`));
  }));
await server.finished; // then what was recorded is sent
// #endregion program
