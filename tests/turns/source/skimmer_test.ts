import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { billTurns } from "../../../turns/model/bill_turns.ts";
import { lastRuns } from "../../../turns/model/comparable_run.ts";
import { findRun, loadRun } from "../../../turns/model/load_run.ts";
import { rankTurns } from "../../../turns/model/rank.ts";
import { readKinds } from "../../../turns/model/read_kinds.ts";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { FileSource } from "../../../turns/source/file_source.ts";
import { readBatches } from "../../../turns/source/read_batches.ts";
import { line, root, TestFolder, traceId, turn } from "../_traces.ts";
import { damagedLines, oddLines } from "./_odd_lines.ts";

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

/** Whether each is read, and not what: a line that ends oddly is always parsed. */
const parsed = (lines: readonly string[]) => lines.map((one) => `${one} `);

/** What is read of lines, in the same file each time. */
async function answer<T>(
  folder: TestFolder,
  lines: readonly string[],
  ask: (source: FileSource) => Promise<T>,
  end = "\n",
): Promise<{ found: T; warnings: readonly string[] }> {
  const path = folder.write("a.jsonl", lines.map((one) => one + end).join(""));
  const source = new FileSource([path]);
  return { found: await ask(source), warnings: source.warnings() };
}

Deno.test("FileSource reads what JSON.parse() reads of each line", async () => {
  using folder = new TestFolder();
  for (const seed of SEEDS) {
    const lines = oddLines(seed);
    const expected = lines.flatMap((one) => decodeOtlp(JSON.parse(one)) ?? []);
    assert(expected.length > 0);
    for (const [start, end] of [["", "\n"], ["\ufeff", "\r\n"]] as const) {
      const [first = "", ...others] = lines;
      const { found, warnings } = await answer(
        folder,
        [start + first, ...others],
        (source) => Array.fromAsync(source.spans()),
        end,
      );
      assertEquals(found, expected, `seed ${seed}`);
      assertEquals(warnings, []);
    }
  }
});

Deno.test("FileSource counts damaged lines as if it parsed each", async () => {
  using folder = new TestFolder();
  const spans = (source: FileSource) => Array.fromAsync(source.spans());
  let damaged = 0;
  for (const seed of SEEDS) {
    const lines = damagedLines(seed);
    const found = await answer(folder, lines, spans);
    assertEquals(
      found,
      await answer(folder, parsed(lines), spans),
      `seed ${seed}`,
    );
    damaged += found.warnings.length;
  }
  assert(damaged > 10);
});

Deno.test("FileSource gives of traces that are asked for what there is", async () => {
  using folder = new TestFolder();
  for (const seed of SEEDS) {
    const lines = damagedLines(seed);
    const all = await answer(
      folder,
      parsed(lines),
      (source) => Array.fromAsync(source.spans()),
    );
    const ids = ["ab".repeat(16), "abcdef1234567890abcdef1234567890"];
    for (const id of [...ids, traceId("a"), traceId("c")]) {
      const traceIds = new Set([id]);
      const { found } = await answer(
        folder,
        lines,
        (source) => Array.fromAsync(source.spans({ traceIds })),
      );
      const expected = all.found.filter((span) => span.traceId === id);
      assertEquals(found, expected, `seed ${seed}`);
    }
  }
});

/** What is asked of a source, each with a look of its own. */
const QUESTIONS: readonly ((source: FileSource) => Promise<unknown>)[] = [
  (source) => rankTurns(source, { top: 3 }),
  (source) => rankTurns(source, { runner: "openai-agent", model: "demo" }),
  (source) => billTurns(source, "source"),
  (source) => billTurns(source, "agent", { traceIds: new Set([traceId("a")]) }),
  (source) => billTurns(source, "run", { heldSpans: 8 }),
  (source) => readKinds(source),
  (source) => findRun(source, "b").catch((error) => ({ ...error })),
  (source) => loadRun(source, "a").catch((error) => ({ ...error })),
  (source) => lastRuns(source),
];

Deno.test("what is asked of files has the same answer as if all were parsed", async () => {
  using folder = new TestFolder();
  for (const seed of SEEDS) {
    const lines = damagedLines(seed);
    for (const [i, ask] of QUESTIONS.entries()) {
      assertEquals(
        await answer(folder, lines, ask),
        await answer(folder, parsed(lines), ask),
        `seed ${seed}, question ${i}`,
      );
    }
  }
});

Deno.test("FileSource says what it left out before, of lines that it passes over", async () => {
  using folder = new TestFolder();
  const spans = ["a", "b"].flatMap((run) => [
    ...turn(run, 1, 100),
    root(run, "deep_agent"),
  ]);
  const lines = spans.map((span) => line([span]));
  const last = lines.length - 1;
  lines[last] = lines[last]!.replace('"kind":', '"kind":,');
  const { found, warnings } = await answer(
    folder,
    lines,
    (source) => loadRun(source, "a"),
  );
  assertEquals(found.spans.length, lines.length / 2);
  assertEquals(warnings.length, 1);
  assertStringIncludes(warnings[0]!, `: line ${lines.length}`);
});

Deno.test("FileSource looks no closer at spans than it is asked to", async () => {
  using folder = new TestFolder();
  const spans = [...turn("a", 1, 100), root("a", "deep_agent")];
  const lines = spans.map((span) => line([span]));
  const { found } = await answer(folder, lines, async (source) => {
    const look = { matters: () => false, others: "ids" as const };
    return (await Array.fromAsync(readBatches(source, {}, look))).flat();
  });
  assertEquals(found.map(({ name }) => name), spans.map(() => ""));
  assertEquals(
    found.map(({ spanId }) => spanId),
    lines.flatMap((one) => decodeOtlp(JSON.parse(one))!).map((s) => s.spanId),
  );
});

Deno.test("FileSource reads no more attributes than it is asked for", async () => {
  using folder = new TestFolder();
  const text = 'a "b"';
  const asked = { "agent.run_id": text, "list": [1, text], "turn.index": 7 };
  const span = { ...root("a"), attributes: { x: text, ...asked, y: [text] } };
  const { found } = await answer(folder, [line([span])], async (source) => {
    const look = {
      matters: () => true,
      others: "ids" as const,
      attributes: Object.keys(asked),
    };
    return (await Array.fromAsync(readBatches(source, {}, look))).flat();
  });
  assertEquals(found.map(({ attributes }) => attributes), [asked]);
});

/** Ways to damage a turn in its attributes, or behind them. */
const DAMAGE: readonly (readonly [RegExp, string])[] = [
  [/"value":\{/, '"value":{,'],
  [/\},\{"key"/, '}{"key"'],
  [/"attributes":\[\{/, '"attributes":[,{'],
  [/\}\}\],/, "}},],"],
  [/"intValue":1/, '"intValue":01'],
  [/"intValue":1/, '"intValue":1.'],
  [/"stringValue":"te/, '"stringValue":"\t'],
  [/"stringValue":"te/, '"stringValue":"\\q'],
  [/"stringValue":"te/, '"stringValue":"\\u00g0'],
  [/"stringValue":"/, '"stringValue":""'],
  [/"intValue":1/, '"intValue":True'],
  [/"events":\[\]/, '"events":['],
  [/"links":\[\]/, '"links":[]]'],
  [/"flags":257/, '"flags":257,'],
];

/** Things that are no damage, and not what a turn usually has there. */
const NO_DAMAGE: readonly (readonly [RegExp, string])[] = [
  [/"flags":257/, '"flags":257,"kind":2'],
  [/"flags":257/, '"flags":257,"name":"agent.run"'],
  [/"flags":257/, '"flags":257,"attributes":[]'],
  [/"events":\[\]/, '"events":[{"name":"x","attributes":[]}]'],
  [/"status":\{"code":0\}/, '"status":{}'],
];

Deno.test("rankTurns() counts damage of turns that it does not parse", async () => {
  using folder = new TestFolder();
  const [span] = turn("b", 1, 1, { list: ["x", 1], text: "text" }).slice(-1);
  const whole = line([span!]);
  const [frame = "", json = ""] = whole.split(/(?=\{"traceId")/);
  for (const changes of [DAMAGE, NO_DAMAGE]) {
    for (const [from, to] of changes) {
      assert(from.test(json), `${from}`);
      const lines = [frame + json.replace(from, to), whole];
      const ask = (source: FileSource) => rankTurns(source, { top: 2 });
      const found = await answer(folder, lines, ask);
      assertEquals(found, await answer(folder, parsed(lines), ask), to);
      assertEquals(found.warnings.length, changes === DAMAGE ? 1 : 0, to);
    }
  }
});

Deno.test("rankTurns() reads a turn with millions of letters that are escaped", async () => {
  using folder = new TestFolder();
  const text = "\n".repeat(8_000_000);
  const spans = [...turn("a", 1, 100), ...turn("a", 2, 200, { text })];
  const { found, warnings } = await answer(
    folder,
    spans.map((span) => line([span])),
    (source) => rankTurns(source),
  );
  assertEquals(found.rows.map(({ promptTokens }) => promptTokens), [200, 100]);
  assertEquals(warnings, []);
});
