import { assertEquals } from "@std/assert";
import {
  FileExporter,
  type TracesFile,
} from "../../../tracing/export/_file_exporter.ts";
import {
  BasicTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import {
  decodeJson,
  type OtlpSpan,
  spansOf,
  startCollector,
} from "../_collector.ts";
import { runProgram, startProgram } from "../_program.ts";
import { makeFolder, names, readSpans } from "../_trace_file.ts";

const AGENT_SPANS = ["chat gpt-5", "tool.call", "agent.turn", "agent.run"];

Deno.test("FileExporter appends spans, and makes the folder", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/a/b/traces.jsonl`;
  const env = { OTEL_TRACES_FILE: path };
  const first = await runProgram("agent", { env });
  assertEquals(first.stderr, "");
  assertEquals(names(readSpans(path)), AGENT_SPANS);
  await runProgram("agent", { env });
  const spans = readSpans(path);
  assertEquals(names(spans), [...AGENT_SPANS, ...AGENT_SPANS]);
  assertEquals(new Set(spans.map(({ traceId }) => traceId)).size, 2);
  const run = spans.find(({ name }) => name === "agent.run");
  const turn = spans.find(({ name }) => name === "agent.turn");
  assertEquals(turn?.parentSpanId, run?.spanId);
});

Deno.test("FileExporter writes one resourceSpans object a line", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  await runProgram("agent", { env: { OTEL_TRACES_FILE: path } });
  const lines = Deno.readTextFileSync(path).trimEnd().split("\n");
  assertEquals(lines.length, 4);
  for (const line of lines) {
    assertEquals(Object.keys(JSON.parse(line)), ["resourceSpans"]);
    assertEquals(spansOf(decodeJson(line)).length, 1);
  }
});

Deno.test("FileExporter writes besides a collector", async () => {
  using folder = makeFolder();
  await using collector = startCollector();
  const path = `${folder.path}/traces.jsonl`;
  const { stderr } = await runProgram("agent", {
    env: {
      OTEL_TRACES_FILE: path,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  assertEquals(stderr, "");
  const ids = (spans: OtlpSpan[]) => spans.map(({ spanId }) => spanId).sort();
  assertEquals(ids(readSpans(path)), ids(collector.spans()));
});

Deno.test("FileExporter keeps the lines of two processes whole", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const options = {
    env: { OTEL_TRACES_FILE: path },
    input: { runs: 50, burst: 500 },
  };
  const results = await Promise.all([
    runProgram("agent", options),
    runProgram("agent", options),
  ]);
  assertEquals(results.map(({ stderr }) => stderr), ["", ""]);
  const spans = readSpans(path);
  assertEquals(spans.length, 2 * (50 * 4 + 500));
  assertEquals(new Set(spans.map(({ spanId }) => spanId)).size, spans.length);
});

Deno.test("FileExporter does not wait for who holds the lock and does not go on", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  // As a process does that was stopped while it wrote a line.
  using holder = Deno.openSync(path, { append: true, create: true });
  holder.lockSync(true);
  const options = {
    env: { OTEL_TRACES_FILE: path },
    input: { runs: 5, burst: 100 },
  };

  const results = await Promise.all([
    runProgram("agent", options),
    runProgram("agent", options),
  ]);

  for (const { code, stdout, stderr } of results) {
    assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
    assertEquals(stderr, "");
  }
  assertEquals(readSpans(path).length, 2 * (5 * 4 + 100));
});

Deno.test("FileExporter leaves what had ended when the program dies", async () => {
  using folder = makeFolder();
  const ends = [["exit", 3], ["throw", 1], ["forget", 0]] as const;
  for (const [end, exitCode] of ends) {
    const path = `${folder.path}/${end}.jsonl`;
    const { code } = await runProgram("agent", {
      env: { OTEL_TRACES_FILE: path },
      input: { end },
    });
    assertEquals(code, exitCode);
    assertEquals(names(readSpans(path)), AGENT_SPANS);
  }
});

Deno.test("FileExporter leaves what had ended when the program is killed", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  await using child = startProgram("agent", {
    env: { OTEL_TRACES_FILE: path },
    input: { end: "wait" },
  });
  // The answer: every span has ended.
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGKILL");
  await reader.cancel();
  await child.stderr.cancel();
  assertEquals((await child.status).signal, "SIGKILL");
  assertEquals(names(readSpans(path)), AGENT_SPANS);
});

Deno.test("FileExporter stops with one line when the disk is full", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const { code, stdout, stderr } = await runProgram("agent", {
    env: { OTEL_TRACES_FILE: "/dev/full" },
  });
  assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
  assertEquals(
    stderr,
    'turnspan: Cannot write more spans to "/dev/full": No space left on ' +
      "device (os error 28)\n",
  );
});

Deno.test("FileExporter stops with one line when the file is removed", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const { code, stderr } = await runProgram("removed_file", {
    env: { OTEL_TRACES_FILE: path },
  });
  assertEquals(code, 0);
  assertEquals(
    stderr,
    `turnspan: Cannot write more spans to "${path}": it was removed\n`,
  );
});

Deno.test("FileExporter takes half a line back when the disk is full", () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const stderr = captureStderr();
  {
    using file = Deno.openSync(path, { append: true, create: true });
    let room = 1;
    const full: TracesFile = {
      tryLockSync: (exclusive) => file.tryLockSync(exclusive),
      unlockSync: () => file.unlockSync(),
      statSync: () => file.statSync(),
      seekSync: (offset, whence) => file.seekSync(offset, whence),
      truncateSync: (length) => file.truncateSync(length),
      close: () => {},
      writeSync: (bytes) => {
        if (room-- > 0) return file.writeSync(bytes);
        if (room === -1) return file.writeSync(bytes.subarray(0, 20));
        throw new Error("No space left");
      },
    };
    using _stderr = stderr;
    const provider = new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(new FileExporter(path, full))],
    });
    provider.getTracer("test").startSpan("whole").end();
    provider.getTracer("test").startSpan("half").end();
  }
  assertEquals(names(readSpans(path)), ["whole"]);
  assertEquals(
    stderr.text(),
    `turnspan: Cannot write more spans to "${path}": No space left\n`,
  );
});

/** Lines as a process leaves them that is killed while it writes. */
function tornFiles(): Uint8Array[] {
  const encoder = new TextEncoder();
  const whole = '{"resourceSpans":[]}\n';
  const bytes = encoder.encode(`${whole}{"resourceSpans":[{"name":"é`);
  return [
    bytes,
    // Inside of a character, at the line's first byte, and at its last.
    bytes.subarray(0, -1),
    bytes.subarray(0, whole.length + 1),
    encoder.encode(whole.trimEnd()),
  ];
}

Deno.test("FileExporter begins on a new line behind a torn one", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  for (const torn of tornFiles()) {
    Deno.writeFileSync(path, torn);
    const { code, stderr } = await runProgram("agent", {
      env: { OTEL_TRACES_FILE: path },
    });
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    const written = Deno.readFileSync(path);
    assertEquals(written.subarray(0, torn.length), torn);
    const rest = new TextDecoder().decode(written.subarray(torn.length));
    assertEquals(rest.startsWith("\n{"), true);
    const lines = rest.trim().split("\n");
    assertEquals(
      names(lines.flatMap((l) => spansOf(decodeJson(l)))),
      AGENT_SPANS,
    );
  }
});

Deno.test("FileExporter adds no line to whole ones, and none to none", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  for (const start of ["", '{"resourceSpans":[]}\n']) {
    Deno.writeTextFileSync(path, start);
    await runProgram("agent", { env: { OTEL_TRACES_FILE: path } });
    const text = Deno.readTextFileSync(path);
    assertEquals(text.trimEnd().split("\n").includes(""), false);
    assertEquals(names(readSpans(path)), AGENT_SPANS);
  }
});

Deno.test("FileExporter begins on a new line where another process is killed meanwhile", () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const file = Deno.openSync(path, { append: true, create: true });
  const exporter = new FileExporter(path, file);
  const tracer = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  }).getTracer("test");
  tracer.startSpan("first").end();
  Deno.writeTextFileSync(path, '{"resourceSpans":[{"sc', { append: true });
  tracer.startSpan("second").end();
  tracer.startSpan("third").end();
  exporter.shutdown();
  const [first, torn, ...rest] = Deno.readTextFileSync(path).trimEnd()
    .split("\n");
  assertEquals(torn, '{"resourceSpans":[{"sc');
  const whole = [first ?? "", ...rest].flatMap((l) => spansOf(decodeJson(l)));
  assertEquals(names(whole), ["first", "second", "third"]);
});

Deno.test("FileExporter begins on a new line where it may not read the file", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const [torn = new Uint8Array()] = tornFiles();
  Deno.writeFileSync(path, torn);
  const { code, stderr } = await runProgram("agent", {
    env: { OTEL_TRACES_FILE: path },
    flags: ["--allow-env", `--allow-write=${path}`],
  });
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const rest = Deno.readTextFileSync(path).split("\n").slice(2);
  const lines = rest.filter((text) => text !== "");
  assertEquals(
    names(lines.flatMap((l) => spansOf(decodeJson(l)))),
    AGENT_SPANS,
  );
});

/** Keeps what is written to stderr until it is disposed. */
function captureStderr(): Disposable & { text(): string } {
  let text = "";
  const original = Deno.stderr.writeSync;
  Deno.stderr.writeSync = (bytes) => {
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  return {
    text: () => text,
    [Symbol.dispose]: () => {
      Deno.stderr.writeSync = original;
    },
  };
}
