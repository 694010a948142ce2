/**
 * What the recorder costs for a turn: one `agent.turn`, one `chat`, one
 * request and two `tool.call`, against the same five spans made by hand on the
 * bare SDK, without and with their export by OTLP to a collector in another
 * thread; and what it costs when tracing is off, against the same number of bare
 * `AsyncLocalStorage.run`.
 *
 * The figures of one run are to be compared with each other: machines differ.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { context, SpanKind, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import {
  type AgentRun,
  initTracing,
  traceRun,
  type Turn,
} from "@turnspan/turnspan";
import { startServer } from "./server.ts";

/** Turns a run has, as many as an agent's. */
const TURNS = 20;

const REPLY = {
  id: "r",
  model: "gpt-5",
  finishReasons: ["tool_calls"],
  usage: { inputTokens: 1200, outputTokens: 80 },
  toolCalls: [
    { id: "a", name: "history", input: { days: 30 } },
    { id: "b", name: "latest", input: {} },
  ],
};

/** Drops spans. */
const NOWHERE: SpanProcessor = {
  onStart: () => {},
  onEnd: () => {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** Where the spans of a benchmark go. */
interface Provided extends AsyncDisposable {
  /** Exports the spans that wait. */
  flush(): Promise<void>;
}

/** Registers what one benchmark needs: nothing when tracing is off. */
async function provide(mode: "off" | "on" | "export"): Promise<Provided> {
  if (mode === "export") {
    Deno.env.set("OTEL_EXPORTER_OTLP_ENDPOINT", await collector);
    return await initTracing("bench");
  }
  if (mode === "on") {
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [NOWHERE] }),
    );
  }
  return {
    flush: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => {
      trace.disable();
      context.disable();
      return Promise.resolve();
    },
  };
}

/** The address of a collector in a thread of its own. */
const collector = startServer("_collector.ts");

async function recorded(): Promise<void> {
  await traceRun({ runner: "bench", model: "gpt-5" }, async (run: AgentRun) => {
    for (let i = 0; i < TURNS; i++) await run.turn(recordedTurn);
  });
}

async function recordedTurn(turn: Turn): Promise<void> {
  const chat = turn.startChat();
  await chat.run(async () => {
    const post = trace.getTracer("bench").startSpan("POST", {
      kind: SpanKind.CLIENT,
      attributes: { "http.request.method": "POST", "server.port": 443 },
    });
    await Promise.resolve();
    post.end();
    chat.response(REPLY);
  });
  for (const { id: callId, name, input } of REPLY.toolCalls) {
    const call = turn.startTool({ server: "iot", name, callId, input });
    await call.run(() => call.result("[1,2,3]"));
  }
}

async function byHand(): Promise<void> {
  const tracer = trace.getTracer("bench");
  const run = tracer.startSpan("agent.run");
  const runContext = trace.setSpan(context.active(), run);
  for (let i = 0; i < TURNS; i++) await handTurn(runContext, i + 1);
  run.end();
}

type Context = ReturnType<typeof context.active>;

async function handTurn(runContext: Context, index: number): Promise<void> {
  const turn = trace.getTracer("bench").startSpan("agent.turn", {
    attributes: {
      "turn.index": index,
      "agent.runner": "bench",
      "agent.run_id": "x",
      "gen_ai.agent.name": "bench",
      "gen_ai.request.model": "gpt-5",
    },
  }, runContext);
  const turnContext = trace.setSpan(runContext, turn);
  await handChat(turnContext);
  for (const { id, name } of REPLY.toolCalls) {
    await handTool(turnContext, id, name);
  }
  turn.setAttributes({
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 80,
    "turn.tool_calls": 2,
    "turn.prompt.delta_tokens": 0,
    "turn.prompt.size_bucket": "1k-2k",
  });
  turn.end();
}

async function handChat(turnContext: Context): Promise<void> {
  const tracer = trace.getTracer("bench");
  const chat = tracer.startSpan("chat gpt-5", {
    kind: SpanKind.CLIENT,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-5",
    },
  }, turnContext);
  await context.with(trace.setSpan(turnContext, chat), async () => {
    const post = tracer.startSpan("POST", {
      kind: SpanKind.CLIENT,
      attributes: { "http.request.method": "POST", "server.port": 443 },
    });
    await Promise.resolve();
    post.end();
  });
  chat.setAttributes({
    "gen_ai.response.id": "r",
    "gen_ai.response.model": "gpt-5",
    "gen_ai.response.finish_reasons": ["tool_calls"],
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 80,
  });
  chat.end();
}

async function handTool(
  turnContext: Context,
  id: string,
  name: string,
): Promise<void> {
  const call = trace.getTracer("bench").startSpan("tool.call", {
    kind: SpanKind.CLIENT,
    attributes: {
      "tool.name": name,
      "tool.server": "iot",
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
      "gen_ai.tool.call.id": id,
    },
  }, turnContext);
  await context.with(trace.setSpan(turnContext, call), () => Promise.resolve());
  call.setAttribute("tool.result.size", 7);
  call.end();
}

const storage = new AsyncLocalStorage<number>();

/** As many storage entries as a recorded turn has scopes. */
async function bareStorage(): Promise<void> {
  await storage.run(0, async () => {
    for (let i = 0; i < TURNS; i++) {
      await storage.run(1, async () => {
        await storage.run(2, () => Promise.resolve());
        await storage.run(3, () => Promise.resolve());
        await storage.run(4, () => Promise.resolve());
      });
    }
  });
}

async function bareAwait(): Promise<void> {
  for (let i = 0; i < TURNS; i++) {
    for (let j = 0; j < 4; j++) await Promise.resolve();
  }
}

/** Measures one way to trace a run, its export included. */
function measure(
  name: string,
  mode: "off" | "on" | "export",
  run: () => Promise<void>,
  baseline = false,
): void {
  Deno.bench({
    name,
    group: mode,
    baseline,
    async fn(b) {
      await using provided = await provide(mode);
      b.start();
      await run();
      await provided.flush();
      b.end();
    },
  });
}

measure("20 turns by hand, spans dropped", "on", byHand, true);
measure("20 turns recorded, spans dropped", "on", recorded);
measure("20 turns by hand, exported by OTLP", "export", byHand, true);
measure("20 turns recorded, exported by OTLP", "export", recorded);
measure("20 turns, bare AsyncLocalStorage.run", "off", bareStorage, true);
measure("20 turns recorded, tracing off", "off", recorded);
measure("20 turns, bare await", "off", bareAwait);
