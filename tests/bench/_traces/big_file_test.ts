import { assertEquals } from "@std/assert";
import { FileSource } from "@turnspan/turnspan/turns";
import { writeBigFile } from "../../../bench/_traces/big_file.ts";

Deno.test("writeBigFile() writes runs that share no id, one span a line", async () => {
  const path = await Deno.makeTempFile({ suffix: ".jsonl" });
  try {
    const bytes = await writeBigFile(path, 30);
    assertEquals((await Deno.stat(path)).size, bytes);

    const recorded = new FileSource(["examples/trace.jsonl"]);
    const names = (await Array.fromAsync(recorded.spans()))
      .map(({ name }) => name);
    const source = new FileSource([path]);
    const spans = await Array.fromAsync(source.spans());
    assertEquals(
      spans.map(({ name }) => name),
      [...names, ...names, ...names].slice(0, 30),
    );
    assertEquals(new Set(spans.map(({ spanId }) => spanId)).size, 30);
    assertEquals(new Set(spans.map(({ traceId }) => traceId)).size, 3);
    assertEquals(
      new Set(spans.flatMap((span) => span.attributes["agent.run_id"] ?? []))
        .size,
      3,
    );
    // A run is as recorded: what is inside what, and how long it took.
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const topmost = spans.slice(0, 24)
      .filter(({ parentSpanId }) => !ids.has(parentSpanId ?? ""));
    assertEquals(topmost.map(({ name }) => name), ["agent.run", "agent.run"]);
    assertEquals(source.warnings(), []);
  } finally {
    await Deno.remove(path);
  }
});
