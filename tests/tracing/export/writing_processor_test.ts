import { assertEquals } from "@std/assert";
import { diag, DiagLogLevel } from "@opentelemetry/api";
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import { WritingProcessor } from "../../../tracing/export/_writing_processor.ts";

/** An exporter that keeps the names of what it is given. */
class Names implements SpanExporter {
  readonly written: string[] = [];
  shutdowns = 0;

  export(spans: ReadableSpan[], done: (result: { code: number }) => void) {
    this.written.push(...spans.map(({ name }) => name));
    done({ code: 0 });
  }

  shutdown(): Promise<void> {
    this.shutdowns++;
    return Promise.resolve();
  }
}

function tracerOf(
  processor: WritingProcessor,
  sampler: Sampler = new AlwaysOnSampler(),
) {
  return new BasicTracerProvider({ sampler, spanProcessors: [processor] })
    .getTracer("test");
}

Deno.test("WritingProcessor writes a span at the moment it ends", async () => {
  const names = new Names();
  const processor = new WritingProcessor(names);
  const tracer = tracerOf(processor);

  const span = tracer.startSpan("one");
  assertEquals(names.written, []);
  span.end();
  assertEquals(names.written, ["one"]);
  await processor.forceFlush();
  tracer.startSpan("two").end();

  assertEquals(names.written, ["one", "two"]);
});

Deno.test("WritingProcessor writes no more once it is shut down", async () => {
  const names = new Names();
  const processor = new WritingProcessor(names);
  const tracer = tracerOf(processor);

  await processor.shutdown();
  tracer.startSpan("late").end();

  assertEquals(names.written, []);
  assertEquals(names.shutdowns, 1);
});

Deno.test("WritingProcessor leaves out what is recorded and not sampled", () => {
  const names = new Names();
  const tracer = tracerOf(new WritingProcessor(names), {
    shouldSample: () => ({ decision: SamplingDecision.RECORD }),
    toString: () => "records only",
  });

  tracer.startSpan("not sampled").end();

  assertEquals(names.written, []);
});

Deno.test("WritingProcessor keeps what its exporter throws from the program", () => {
  const complaints: string[] = [];
  const ignore = () => {};
  diag.setLogger({
    error: (text) => void complaints.push(text),
    warn: ignore,
    info: ignore,
    debug: ignore,
    verbose: ignore,
  }, DiagLogLevel.ERROR);
  try {
    const tracer = tracerOf(
      new WritingProcessor({
        export: () => {
          throw new Error("no");
        },
        shutdown: () => Promise.resolve(),
      }),
    );
    tracer.startSpan("thrown at").end();
  } finally {
    diag.disable();
  }

  assertEquals(complaints, ["Cannot write a span"]);
});
