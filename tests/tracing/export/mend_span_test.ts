import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type CollectedRequest, startCollector } from "../_collector.ts";
import { runProgram } from "../_program.ts";
import { textsAt } from "../_protobuf.ts";
import { makeFolder, names, readSpans } from "../_trace_file.ts";

/** What each odd span is called once it is mended, in the order they end. */
const NAMES = [
  "numbers",
  "name\ufffd",
  "scope",
  "times",
  "end",
  "before",
  "links",
  "kind",
  "42",
  "undefined",
  "state",
  "good",
];

/** Cuts "abcdefghi😀" inside of the emoji. */
const LIMIT = { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "10" };

async function runOdd(
  env: Record<string, string>,
  input: unknown = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram("odd_spans", {
    env: { ...LIMIT, ...env },
    input,
  });
  assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
  return stderr;
}

type Json = Record<string, unknown>;

/** Reads OTLP/JSON as a collector does that takes nothing else. */
function readStrictly(text: string): Json[] {
  return JSON.parse(text, function (this: Json, key, value) {
    assert(value !== null, `${key} is null`);
    if (typeof value === "string") assert(value.isWellFormed(), text);
    if (key === "intValue") assert(Math.abs(value) < 2 ** 63, `${value}`);
    if (key === "kind") assert([1, 2, 3, 4, 5].includes(value), `${value}`);
    if (key === "code") assert([0, 1, 2].includes(value), `${value}`);
    if (/TimeUnixNano$|^timeUnixNano/.test(key)) {
      assert(/^\d+$/.test(value) && BigInt(value) < 2n ** 64n, `${value}`);
    }
    if (key === "traceId") assert(/^[0-9a-f]{32}$/.test(value), `${value}`);
    if (key === "spanId") assert(/^[0-9a-f]{16}$/.test(value), `${value}`);
    if (key === "name") assert(typeof value === "string", `${value}`);
    return value;
  }).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: Json[] }) =>
    scopeSpans.flatMap(({ spans }) => spans)
  );
}

/** As a strict collector: one bad value, and all that came with it is lost. */
function readOrRefuse({ body }: CollectedRequest): Response {
  try {
    readStrictly(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return Response.json({});
  } catch (error) {
    return new Response(`${error}`, { status: 400 });
  }
}

/** The values of attributes, by their keys. */
function valuesOf({ attributes }: Json): Json {
  return Object.fromEntries(
    (attributes as { key: string; value: Json }[]).map(({ key, value }) => [
      key,
      value,
    ]),
  );
}

/** Asserts what there is of the values that were good. */
function assertMended(spans: readonly Json[]): void {
  const named = new Map(spans.map((span) => [span.name, span]));
  const numbers = named.get("numbers") ?? {};
  assertEquals(valuesOf(numbers), {
    list: { arrayValue: { values: [{ intValue: 1 }, { doubleValue: 2.5 }] } },
    whole: { intValue: 2 ** 53 },
    half: { doubleValue: 0.5 },
  });
  assertEquals(numbers.droppedAttributesCount, 5);
  for (const part of ["events", "links"]) {
    const [first = {}] = numbers[part] as Json[];
    assertEquals(Object.keys(valuesOf(first)), ["fine"], part);
  }
  assertEquals(valuesOf(named.get("name\ufffd") ?? {}), {
    text: { stringValue: "\ufffda" },
    cut: { stringValue: "abcdefghi\ufffd" },
    "key\ufffd": { stringValue: "key" },
    list: {
      arrayValue: {
        values: [{ stringValue: "b\ufffd" }, { stringValue: "😀" }],
      },
    },
  });
  const { status, links } = named.get("name\ufffd") ?? {};
  assertEquals(status, { code: 2, message: "failed\ufffd" });
  assertEquals(valuesOf((links as Json[])[0] ?? {}), {
    text: { stringValue: "c\ufffd" },
  });
  // None, which the JSON of OTLP leaves out.
  assertEquals(named.get("links")?.links, undefined);
  assertEquals(named.get("links")?.droppedLinksCount, 2);
}

Deno.test("mendSpan() leaves no span that a strict collector refuses", async () => {
  await using collector = startCollector(readOrRefuse);
  assertEquals(
    await runOdd({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    "",
  );
  assertEquals(collector.requests.length, 1);
  const spans = collector.requests.flatMap(({ body }) =>
    readStrictly(new TextDecoder().decode(body))
  );
  assertEquals(spans.map(({ name }) => name).toSorted(), NAMES.toSorted());
  assertMended(spans);
});

Deno.test("mendSpan() mends what goes into a file", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  assertEquals(await runOdd({ OTEL_TRACES_FILE: path }), "");
  const text = Deno.readTextFileSync(path);
  const spans = text.trimEnd().split("\n").flatMap(readStrictly);
  assertEquals(spans.map(({ name }) => name), NAMES);
  assertMended(spans);
});

Deno.test("mendSpan() mends what goes out as protobuf", async () => {
  await using collector = startCollector();
  const stderr = await runOdd({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  });
  assertEquals(stderr, "");
  const bodies = collector.requests.map(({ body }) => body);
  // resource_spans, scope_spans, spans, name; and the keys of attributes.
  const texts = (path: number[]) => bodies.flatMap((b) => textsAt(b, path));
  assertEquals(texts([1, 2, 2, 5]).toSorted(), NAMES.toSorted());
  const keys = texts([1, 2, 2, 9, 1]);
  assert(!keys.includes("nan") && !keys.includes("infinity"), `${keys}`);
  assert(keys.includes("whole") && keys.includes("key\ufffd"), `${keys}`);
});

Deno.test("mendSpan() mends what is shown on the console", async () => {
  const stderr = await runOdd({ OTEL_TRACES_EXPORTER: "console" });
  for (const name of NAMES) assertStringIncludes(`\n${stderr}`, `\n${name}  `);
  assert(!/NaN|null/.test(stderr), stderr);
  assertStringIncludes(stderr, "  list: [1,2.5]\n");
});

Deno.test("OtlpExporter and FileExporter leave out alone what nobody can encode", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  await using collector = startCollector(readOrRefuse);
  const stderr = await runOdd({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_FILE: path,
  }, { impossible: true });
  assertEquals(
    stderr,
    `turnspan: Cannot write a span to "${path}": no\n` +
      `turnspan: Cannot deliver 1 of ${NAMES.length + 1} spans to ` +
      `"${collector.url}/v1/traces": it cannot be encoded: no\n`,
  );
  assertEquals(names(readSpans(path)), NAMES);
  assertEquals(names(collector.spans()).toSorted(), NAMES.toSorted());
});
