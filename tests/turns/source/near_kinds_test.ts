import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { FileSource } from "../../../turns/source/file_source.ts";
import { SourceError } from "../../../turns/source/trace_source.ts";
import { TestFolder } from "../_traces.ts";
import { FOREIGN } from "./_foreign_samples.ts";
import { OTLP, OTLP_INSIDE, THE_SPAN } from "./_samples.ts";

const TEXT = JSON.stringify(OTLP);

async function read(text: string | Uint8Array<ArrayBuffer>) {
  using folder = new TestFolder();
  const path = folder.write("a.json", "");
  Deno.writeFileSync(
    path,
    typeof text === "string" ? new TextEncoder().encode(text) : text,
  );
  const source = new FileSource([path]);
  const found = await Array.fromAsync(source.spans());
  return {
    found: found.map(({ service: _, ...span }) => span),
    warnings: source.warnings().map((line) => line.replaceAll(path, "FILE")),
  };
}

/** Text in UTF-16. */
function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) {
    view.setUint16(i * 2, text.charCodeAt(i), isLittle);
  }
  return new Uint8Array(view.buffer);
}

Deno.test("FileSource reads what is OTLP inside, on one line or many", async () => {
  for (const [name, document] of Object.entries(OTLP_INSIDE)) {
    for (const indent of [0, 2]) {
      const text = JSON.stringify(document, null, indent);
      const { found, warnings } = await read(`${text}\n`);
      assertEquals([found, warnings], [[THE_SPAN], []], name);
    }
  }
});

Deno.test("FileSource reads documents over many lines behind each other", async () => {
  const text = `${JSON.stringify(OTLP, null, 2)}\n`;
  const { found, warnings } = await read(text.repeat(3));
  assertEquals([found.length, warnings], [3, []]);
});

Deno.test("FileSource reads lines of OTLP behind what a logger puts before them", async () => {
  const bare = JSON.stringify(OTLP_INSIDE["Java's logging-otlp"]);
  const header = "Nov 20, 2026 12:00:00 PM io.opentelemetry Exporter export";
  const { found, warnings } = await read(
    `${header}\nINFO: ${bare}\n${header}\nINFO: ${bare}\napp-1  | ${TEXT}\n`,
  );
  assertEquals([found.length, warnings], [3, [
    'Skipped 2 lines of text in "FILE": the first is line 1',
  ]]);
});

Deno.test("FileSource reads UTF-16, as PowerShell's > writes it", async () => {
  const lines = `${TEXT}\r\n${TEXT}\r\n`;
  for (const isLittle of [true, false]) {
    for (const text of [`\ufeff${lines}`, lines]) {
      const { found, warnings } = await read(utf16(text, isLittle));
      assertEquals([found.length, warnings], [2, []]);
    }
  }
  await assertRejects(
    () => read(utf16("\ufeffnot a trace\r\n", true)),
    SourceError,
    "it is text, not OTLP/JSON",
  );
});

Deno.test("FileSource reads gzip, also several behind each other", async () => {
  const packed = Uint8Array.from(gzipSync(`${TEXT}\n`));
  const twice = new Uint8Array([...packed, ...packed]);
  assertEquals((await read(twice)).found, [THE_SPAN, THE_SPAN]);
  const error = await assertRejects(
    () => read(packed.slice(0, -12)),
    SourceError,
  );
  assertStringIncludes(error.message, "its gzip data is cut off or damaged");
});

Deno.test("FileSource reads packed files of a folder", async () => {
  using folder = new TestFolder();
  folder.write("a.jsonl.gz", "");
  Deno.writeFileSync(`${folder.path}/a.jsonl.gz`, gzipSync(TEXT));
  const spans = await Array.fromAsync(new FileSource([folder.path]).spans());
  assertEquals(spans.length, 1);
});

Deno.test("FileSource names a file of another kind, and the way to OTLP", async () => {
  for (const [name, text, what] of FOREIGN) {
    const error = await assertRejects(() => read(text), SourceError, "", name);
    assertStringIncludes(error.message, what, name);
  }
});

Deno.test("FileSource names files that are no text", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  provider.getTracer("x").startSpan("agent.turn").end();
  await provider.forceFlush();
  const request =
    ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) ?? [];
  await provider.shutdown();
  for (
    const [bytes, what] of [
      [request, "it is OTLP as protobuf, not OTLP/JSON"],
      [[0, 0, 0, 200, ...request], "it is OTLP as protobuf, not OTLP/JSON"],
      [[0x28, 0xb5, 0x2f, 0xfd, 4, 0], "packed with zstd. Unpack it first"],
      [[0x50, 0x4b, 3, 4, 0, 0], "it is a ZIP archive"],
      [[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], "it is a binary file"],
    ] as const
  ) {
    await assertRejects(() => read(new Uint8Array(bytes)), SourceError, what);
  }
});

Deno.test("FileSource says it of an empty file, and no more", async () => {
  for (const text of ["", "\n\n", "\ufeff"]) {
    assertEquals(await read(text), {
      found: [],
      warnings: ['Left out "FILE": the file is empty'],
    });
  }
});

Deno.test("FileSource goes on past foreign files of a folder", async () => {
  using folder = new TestFolder();
  const jaeger = folder.write("a.json", FOREIGN[0]?.[1] ?? "");
  folder.write("b.jsonl", TEXT);
  folder.write("package.json", "{}");
  const source = new FileSource([folder.path]);
  assertEquals((await Array.fromAsync(source.spans())).length, 1);
  assertEquals(source.warnings().length, 1);
  assertStringIncludes(source.warnings()[0] ?? "", `"${jaeger}": it is a down`);
});

Deno.test("FileSource takes OTLP without spans for what it is", async () => {
  const { found, warnings } = await read('{"resourceSpans":[]}\n');
  assertEquals([found, warnings], [[], []]);
});

Deno.test("FileSource reads lines of brackets in linear time", async () => {
  const text = `{\n"a" oops\n${"}\n".repeat(200_000)}`;
  await assertRejects(() => read(text), SourceError, "line 2 is not OTLP");
});

Deno.test("FileSource says it of a folder without a file to read", async () => {
  using folder = new TestFolder();
  folder.write("below/a.jsonl", TEXT);
  const source = new FileSource([folder.path]);
  assertEquals((await Array.fromAsync(source.spans())).length, 0);
  assertEquals(source.warnings(), [
    `Left out "${folder.path}": the folder has no .jsonl, .ndjson or .json file in it`,
  ]);
});
