import {
  context,
  propagation,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import {
  BasicTracerProvider,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { parseMcpConfig } from "../../adapters/mcp.ts";
import type { McpConfig } from "../../adapters/mcp.ts";
import { traceRun } from "../../tracing/recorder/trace_run.ts";
import type { AgentRun } from "../../tracing/recorder/types.ts";

/** An SDK that records in memory, registered until it is disposed of. */
export class Spans implements Disposable {
  /** The spans that have ended, in that order. */
  readonly ended: ReadableSpan[] = [];
  readonly #provider = new BasicTracerProvider({
    spanProcessors: [{
      onStart() {},
      onEnd: (span) => void this.ended.push(span),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    }],
  });

  constructor() {
    trace.setGlobalTracerProvider(this.#provider);
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    propagation.setGlobalPropagator(
      new CompositePropagator({
        propagators: [
          new W3CTraceContextPropagator(),
          new W3CBaggagePropagator(),
        ],
      }),
    );
  }

  /** The spans of one name. */
  named(name: string): ReadableSpan[] {
    return this.ended.filter((span) => span.name === name);
  }

  /** The only span of a name. */
  only(name: string): ReadableSpan {
    const [span, ...others] = this.named(name);
    if (span === undefined || others.length > 0) {
      throw new Error(`Cannot take the only "${name}":\n${this.tree()}`);
    }
    return span;
  }

  /** One line a span, two spaces a level, in order of start. */
  tree(): string {
    const lines = (parent: string | undefined, indent: string): string[] =>
      this.ended
        .filter((span) => span.parentSpanContext?.spanId === parent)
        .sort((a, b) =>
          a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1]
        )
        .flatMap((span) => [
          indent + describe(span),
          ...lines(span.spanContext().spanId, indent + "  "),
        ]);
    return lines(undefined, "").join("\n");
  }

  [Symbol.dispose](): void {
    trace.disable();
    context.disable();
    propagation.disable();
  }
}

function describe(span: ReadableSpan): string {
  const { "tool.name": tool, "error.type": error } = span.attributes;
  return [
    span.name,
    ...(tool === undefined ? [] : [String(tool)]),
    ...(span.status.code === SpanStatusCode.ERROR ? [`ERROR ${error}`] : []),
  ].join(" ");
}

/** Runs `fn` inside a run. */
export function inRun<R>(
  fn: (run: AgentRun) => Promise<R>,
  signal?: AbortSignal,
): Promise<R> {
  return traceRun({
    runner: "test",
    model: "gpt-5",
    ...(signal === undefined ? {} : { signal }),
  }, fn);
}

const STDIO = new URL("./_servers/stdio_server.ts", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

/** An entry for the stdio server that misbehaves on purpose. */
export function stdio(
  args: readonly string[] = [],
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    command: Deno.execPath(),
    args: ["run", "--quiet", "--allow-all", "--no-lock", STDIO, ...args],
    ...more,
  };
}

/** A configuration of some servers. */
export function config(mcpServers: Record<string, unknown>): McpConfig {
  return parseMcpConfig(JSON.stringify({ mcpServers }), `${ROOT}mcp.json`);
}
