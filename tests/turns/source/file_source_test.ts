import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FileSource } from "../../../turns/source/file_source.ts";
import { SourceError } from "../../../turns/source/trace_source.ts";
import { line, TestFolder, traceId } from "../_traces.ts";

const names = async (source: FileSource) =>
  (await Array.fromAsync(source.spans())).map(({ name }) => name);
const one = (name: string) => line([{ id: name, name }]);

Deno.test("FileSource reads lines of files and folders, each file once", async () => {
  using folder = new TestFolder();
  const a = folder.write("a.jsonl", `${one("a1")}\r\n\n${one("a2")}`);
  folder.write("b.json", `\ufeff${one("b")}\n`);
  folder.write("notes.txt", one("no"));
  folder.write("sub/c.jsonl", one("below"));
  const source = new FileSource([a, folder.path]);
  assertEquals(await names(source), ["a1", "a2", "b"]);
  assertEquals(source.warnings(), []);
});

Deno.test("FileSource skips damaged lines and counts them", async () => {
  using folder = new TestFolder();
  const good = one("good");
  const path = folder.write(
    "a.jsonl",
    `{"resourceSpans":[{"scope\n${good}\n7\n{"resourceMetrics":[]}\n${
      good.slice(0, 40)
    }`,
  );
  const source = new FileSource([path]);
  assertEquals(await names(source), ["good"]);
  assertEquals(source.warnings(), [
    `Skipped 3 damaged or half-written lines in "${path}": the first is line 1`,
  ]);
});

Deno.test("FileSource says it of a file that is one half-written line", async () => {
  using folder = new TestFolder();
  const path = folder.write("a.jsonl", one("x").slice(0, 50));
  const source = new FileSource([path]);
  assertEquals(await names(source), []);
  assertEquals(source.warnings(), [
    `Skipped 1 damaged or half-written line in "${path}": line 1`,
  ]);
});

Deno.test("FileSource reads one document over many lines", async () => {
  using folder = new TestFolder();
  const path = folder.write(
    "a.json",
    JSON.stringify(JSON.parse(one("p")), null, 2),
  );
  const source = new FileSource([path]);
  assertEquals(await names(source), ["p"]);
  assertEquals(source.warnings(), []);
});

Deno.test("FileSource names file and line of a document that is no JSON", async () => {
  using folder = new TestFolder();
  const path = folder.write(
    "a.json",
    '{\n  "resourceSpans": [\n    oops\n  ]\n}\n',
  );
  const error = await assertRejects(
    () => names(new FileSource([path])),
    SourceError,
  );
  assertStringIncludes(
    error.message,
    `Cannot read traces from "${path}": line 3 is not OTLP/JSON`,
  );

  const source = new FileSource([folder.path]);
  assertEquals(await names(source), []);
  assertStringIncludes(
    source.warnings()[0] ?? "",
    `Left out "${path}": line 3`,
  );
});

Deno.test("FileSource keeps characters whole that a read cuts in two", async () => {
  using folder = new TestFolder();
  // One of the two has a character across the end of the first buffer.
  const held = ["x", "xx"].map((start) => start + "é".repeat(300_000));
  for (const name of held) {
    const source = new FileSource([folder.write("a.jsonl", `${one(name)}\n`)]);
    assertEquals(await names(source), [name]);
  }
});

Deno.test("FileSource takes no damage after a good line for a document", async () => {
  using folder = new TestFolder();
  const path = folder.write("a.jsonl", `${one("good")}\n{"resource\n{"res`);
  const source = new FileSource([path]);
  assertEquals(await names(source), ["good"]);
  assertEquals(source.warnings(), [
    `Skipped 2 damaged or half-written lines in "${path}": the first is line 2`,
  ]);
});

Deno.test("FileSource gives only the traces that are asked for", async () => {
  using folder = new TestFolder();
  const path = folder.write(
    "a.jsonl",
    line([{ trace: "1", id: "a", name: "a" }, {
      trace: "2",
      id: "b",
      name: "b",
    }]),
  );
  const query = { traceIds: new Set([traceId("2")]) };
  const spans = await Array.fromAsync(new FileSource([path]).spans(query));
  assertEquals(spans.map(({ name }) => name), ["b"]);
});

Deno.test("FileSource rejects when a place is missing", async () => {
  const error = await assertRejects(
    () => names(new FileSource(["/no/such"])),
    SourceError,
  );
  assertEquals(
    error.message,
    'Cannot read traces from "/no/such": no such file or folder',
  );
});

Deno.test("FileSource reads what is whole behind a torn line", async () => {
  using folder = new TestFolder();
  const [a, b, c] = [one("a"), one("b"), one("c")];
  // Torn at each place of its beginning, and inside of its only "é".
  const torn = one("é");
  for (const length of [1, 5, 16, 40, torn.indexOf("é") + 1, torn.length - 1]) {
    const start = torn.slice(0, length);
    for (
      const [text, found, line] of [
        [`${start}${a}\n${b}\n`, ["a", "b"], 1],
        [`${a}\n\n${start}${b}\n${c}\n`, ["a", "b", "c"], 3],
        [`${start}\n${start}${a}`, ["a"], 1],
      ] as const
    ) {
      const source = new FileSource([folder.write("a.jsonl", text)]);
      assertEquals(await names(source), [...found], text);
      assertStringIncludes(source.warnings()[0] ?? "", `line ${line}`);
    }
  }
});

Deno.test("FileSource reads past a character that was torn", async () => {
  using folder = new TestFolder();
  const encoder = new TextEncoder();
  const torn = encoder.encode('{"resourceSpans":[{"é').slice(0, -1);
  for (const next of [`${one("a")}\n`, `\n${one("a")}\n`]) {
    const path = folder.write("a.jsonl", "");
    Deno.writeFileSync(
      path,
      new Uint8Array([...torn, ...encoder.encode(next)]),
    );
    const source = new FileSource([path]);
    assertEquals(await names(source), ["a"]);
    assertEquals(source.warnings(), [
      `Skipped 1 damaged or half-written line in "${path}": line 1`,
    ]);
  }
});

Deno.test("FileSource leaves nothing out of lines that were only joined", async () => {
  using folder = new TestFolder();
  const path = folder.write("a.jsonl", `${one("a")}${one("b")}\n${one("c")}`);
  const source = new FileSource([path]);
  assertEquals(await names(source), ["a", "b", "c"]);
  assertEquals(source.warnings(), []);
});

Deno.test("FileSource reads a document that lines were appended to", async () => {
  using folder = new TestFolder();
  const document = JSON.stringify(JSON.parse(one("p")), null, 2);
  const path = folder.write("a.jsonl", `${document}\n${one("a")}\n`);
  const source = new FileSource([path]);
  assertEquals(await names(source), ["p", "a"]);
  assertEquals(source.warnings(), []);
});

Deno.test("FileSource counts blank lines where it names a line", async () => {
  using folder = new TestFolder();
  const path = folder.write(
    "a.json",
    '\n\n{\n\n  "resourceSpans": [\n\n    oops\n\n  ]\n}\n\n',
  );
  await assertRejects(
    () => names(new FileSource([path])),
    SourceError,
    `Cannot read traces from "${path}": line 7 is not OTLP/JSON`,
  );
});

Deno.test("FileSource reads a line of many beginnings in linear time", async () => {
  using folder = new TestFolder();
  const start = '{"resourceSpans":';
  const path = folder.write(
    "a.jsonl",
    `${start.repeat(60_000)}${"{ ".repeat(200_000)}\n${one("a")}\n`,
  );
  const source = new FileSource([path]);
  assertEquals(await names(source), ["a"]);
  assertEquals(source.warnings(), [
    `Skipped 1 damaged or half-written line in "${path}": line 1`,
  ]);
});

Deno.test("FileSource passes over what nests deeper than a program's stack", async () => {
  using folder = new TestFolder();
  const value = '{"arrayValue":{"values":['.repeat(50_000) +
    "]}}".repeat(50_000);
  const path = folder.write(
    "a.jsonl",
    [
      '{"result":'.repeat(50_000) + "1" + "}".repeat(50_000),
      "[".repeat(50_000) + "]".repeat(50_000),
      one("odd").replace(
        '"attributes":[]',
        `"attributes":[{"key":"a","value":${value}}]`,
      ),
      one("good"),
    ].join("\n"),
  );
  assertEquals(await names(new FileSource([path])), ["odd", "good"]);
});

Deno.test({
  name: "FileSource reads a pipe once, and says why not again",
  // Windows has no pipes among its files.
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = new TestFolder();
    const path = `${folder.path}/pipe`;
    const { success } = await new Deno.Command("mkfifo", { args: [path] })
      .output();
    assertEquals(success, true);
    const source = new FileSource([path]);
    const [read] = await Promise.all([
      names(source),
      Deno.writeTextFile(path, `${one("a")}\n${one("b")}\n`),
    ]);
    assertEquals(read, ["a", "b"]);
    const error = await assertRejects(() => names(source), SourceError);
    assertStringIncludes(error.message, path);
    assertStringIncludes(error.message, "write it to a file");
  },
});
