import { assert, assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { rankTurns } from "../../../turns/model/rank.ts";
import { FileSource } from "../../../turns/source/file_source.ts";
import { bigRun, EPOCH, line, root, TestFolder, traceId } from "../_traces.ts";
import { damagedLines } from "./_odd_lines.ts";

const all = (source: FileSource) => Array.fromAsync(source.spans());
const ofTrace = (source: FileSource, trace: string) =>
  Array.fromAsync(source.spans({ traceIds: new Set([traceId(trace)]) }));

/** Lines of one trace, of more bytes than are read at a time. */
const manyLines = (trace: string) =>
  Array.from({ length: 1500 }, (_, i) => line([{ ...root(trace), id: `${i}` }]))
    .map((one) => `${one}\n`).join("");

/** Odd and damaged lines of many traces, of several times what is read at once. */
function manyOddLines(): string {
  return Array.from({ length: 24 }, (_, seed) => {
    const lines = [...damagedLines(seed), ...bigRun("a").map((s) => line([s]))];
    const text = lines.map((one) => `${one}\n`).join("");
    return text.replaceAll(traceId("a"), traceId(`a${seed}`));
  }).join("");
}

Deno.test("FileSource reads anew only where the traces are that are asked for", async () => {
  using folder = new TestFolder();
  const [a, b] = [manyLines("a"), manyLines("b")];
  const path = folder.write("a.jsonl", a + b);
  const source = new FileSource([path]);
  const { mtime } = Deno.statSync(path);
  await all(source);
  folder.write("a.jsonl", a.replaceAll(traceId("a"), traceId("b")) + b);
  // It looks as if nothing was written to it, so what is read of it shows.
  Deno.utimeSync(path, mtime!, mtime!);
  const found = await ofTrace(source, "b");
  assert(found.length >= 1500);
  assert(found.length < 2500, `${found.length}`);
});

Deno.test("FileSource reads all of a file that is not as it was read", async () => {
  using folder = new TestFolder();
  const [a, b] = [manyLines("a"), manyLines("b")];
  const other = a.replaceAll(traceId("a"), traceId("b"));
  const hour = new Date(EPOCH);
  for (
    const [name, known, next, count] of [
      ["written to", a, a + b, 1500],
      ["whose last line was cut off", a + b.slice(0, 99), a + b, 1500],
      ["made anew, and as large", a, other, 1500],
      ["made anew, and shorter", a + b, b.slice(0, b.indexOf("\n")), 1],
    ] as const
  ) {
    const path = folder.write("a.jsonl", known);
    Deno.utimeSync(path, hour, hour);
    const source = new FileSource([path]);
    await all(source);
    folder.write("a.jsonl", next);
    // As soon after that it has the same time, so that its size has to tell.
    if (next.length !== known.length) Deno.utimeSync(path, hour, hour);
    assertEquals((await ofTrace(source, "b")).length, count, name);
  }
});

Deno.test("FileSource reads all of a file that took the place of another", async () => {
  using folder = new TestFolder();
  const [a, b] = [manyLines("a"), manyLines("b")];
  const path = folder.write("a.jsonl", a + b);
  const source = new FileSource([path]);
  await all(source);
  const { mtime } = Deno.statSync(path);
  const other = folder.write("other", b + a);
  Deno.utimeSync(other, mtime!, mtime!);
  Deno.renameSync(other, path);
  assertEquals((await ofTrace(source, "b")).length, 1500);
});

Deno.test("FileSource gives the same of traces whether or not it knows the file", async () => {
  using folder = new TestFolder();
  const text = manyOddLines();
  const utf16 = new Uint8Array(
    Uint16Array.from(
      `\ufeff${text}`,
      (char) => char.charCodeAt(0),
    ).buffer,
  );
  const bytes = new TextEncoder().encode(text);
  const files = {
    plain: bytes,
    marked: new TextEncoder().encode(`\ufeff${text.replaceAll("\n", "\r\n")}`),
    packed: gzipSync(bytes),
    "packed, and no smaller": gzipSync(bytes, { level: 0 }),
    "in UTF-16": utf16,
    "of broken characters": bytes.map((byte, i) => i % 9973 ? byte : 0xe2),
  };
  const path = `${folder.path}/a.jsonl`;
  for (const [name, content] of Object.entries(files)) {
    Deno.writeFileSync(path, content);
    const source = new FileSource([path]);
    const known = await all(source);
    const warnings = source.warnings();
    for (const trace of ["a0", "a7", "a23", "b", "none"]) {
      const found = await ofTrace(source, trace);
      assertEquals(found, await ofTrace(new FileSource([path]), trace), name);
      const id = traceId(trace);
      assertEquals(found, known.filter((span) => span.traceId === id), name);
    }
    assertEquals(source.warnings(), warnings);
    const options = { top: 60, runner: "plan-execute" };
    const ranking = await rankTurns(source, options);
    assertEquals(ranking, await rankTurns(new FileSource([path]), options));
  }
});

Deno.test("FileSource leaves the same out whether or not it knows a file", async () => {
  using folder = new TestFolder();
  const [a, b] = [manyLines("a"), manyLines("b")];
  const torn = `${line([root("b")]).slice(0, 200)}\n`;
  const ofB = b.split("\n");
  const mixed = a.split("\n").flatMap((one, i) => [one, ofB[i]]).join("\n");
  const other = folder.write("other.jsonl", b);
  const texts = [
    a + torn + a + b + torn,
    a + b,
    mixed,
    `${mixed}${torn}${torn}`,
  ];
  for (const text of texts) {
    const paths = [folder.write("a.jsonl", text), other];
    for (const trace of ["b", "none"]) {
      const source = new FileSource(paths);
      // Not to the end of all, so that the next reading tells what it left out.
      let left = text.split("\n").length;
      for await (const _ of source.spans()) if (--left < 0) break;
      const found = await ofTrace(source, trace);
      const fresh = new FileSource(paths);
      assertEquals(found, await ofTrace(fresh, trace));
      assertEquals(source.warnings(), fresh.warnings());
    }
  }
});
