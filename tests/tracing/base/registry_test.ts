import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { showToEveryCopy } from "../../../tracing/base/registry.ts";
import { startCollector } from "../_collector.ts";
import { runJson } from "../_program.ts";
import { makeFolder, readSpans } from "../_trace_file.ts";

/** One that is older than ours, one of the same minor version, and the newest. */
const COPIES = ["1.8.0", "1.9.0", "1.10.0"].map((version) =>
  `npm:@opentelemetry/api@${version}`
);

/** Of a version that kept what is registered somewhere else. */
const FIRST = "npm:@opentelemetry/api@0.21.0";

// With the whole environment, of which the programs get next to nothing: a
// registry may have to be reached in a way of its own.
const file = (path: string) => fileURLToPath(import.meta.resolve(path));
const { success } = await new Deno.Command(Deno.execPath(), {
  args: [
    "cache",
    "--quiet",
    `--config=${file("../../../deno.json")}`,
    "--no-lock",
    file("../_programs/api_copy.ts"),
    ...COPIES,
    FIRST,
  ],
}).output();
assert(success, "Cannot download the copies of the API");

interface TreeSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface Result {
  readonly spans: readonly TreeSpan[];
  /** Of what is registered once tracing is off again. */
  readonly version?: string;
}

/** Each span of the program's own inside of the one that was active. */
const TREE = `agent.run
  in run
    in run inside
  agent.turn
    in turn
      in turn inside
    tool.call
      in tool
        in tool inside`;

function tree(
  spans: readonly TreeSpan[],
  parent?: string,
  indent = "",
): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans
    .filter(({ parentSpanId: id }) =>
      parent === undefined ? id === undefined || !ids.has(id) : id === parent
    )
    .map(({ name, spanId }) => ({
      line: indent + name,
      inside: tree(spans, spanId, `${indent}  `),
    }))
    .toSorted((a, b) => a.line > b.line ? 1 : -1)
    .map(({ line, inside }) => inside === "" ? line : `${line}\n${inside}`)
    .sort((a, b) =>
      Number(a.includes("agent.turn")) - Number(b.includes("agent.turn"))
    )
    .join("\n");
}

Deno.test("initTracing() is seen by any copy of the API", async () => {
  for (const api of COPIES) {
    using folder = makeFolder();
    const path = `${folder.path}/traces.jsonl`;
    const { json, stderr } = await runJson<Result>("api_copy", {
      noLock: true,
      env: { OTEL_TRACES_FILE: path },
      input: { api, parent: true },
    });
    const spans = readSpans(path);
    assertEquals({ api, tree: tree(spans), stderr }, {
      api,
      tree: TREE,
      stderr: "",
    });
    // The parent was a context of theirs, and their contexts were kept.
    const run = spans.find(({ name }) => name === "agent.run");
    assertEquals(run?.parentSpanId, "b7ad6b7169203331");
    assertEquals(
      spans.filter(({ name }) => name.endsWith("inside"))
        .map(({ attributes }) => attributes),
      Array(3).fill([{ key: "kept", value: { boolValue: true } }]),
    );
    assertEquals(json.version, undefined);
  }
});

/** Each copy that registers, with each that the program uses. */
const PAIRS = COPIES.flatMap((registrar) =>
  COPIES.map((api) => ({ registrar, api }))
);

Deno.test("initTracing() registers beside what any copy of the API did", async () => {
  for (const pair of PAIRS) {
    using folder = makeFolder();
    const path = `${folder.path}/traces.jsonl`;
    const { json, stderr } = await runJson<Result>("api_copy", {
      noLock: true,
      env: { OTEL_TRACES_FILE: path },
      input: { ...pair, registers: "diag" },
    });
    assertEquals({ ...pair, tree: tree(readSpans(path)), stderr }, {
      ...pair,
      tree: TREE,
      stderr: "",
    });
    // It is theirs again: what they register later is taken.
    assertEquals(json.version, pair.registrar.split("@")[2]);
  }
});

Deno.test("initTracing() joins a provider that any copy of the API registered", async () => {
  for (const pair of PAIRS) {
    for (const registers of ["provider", "all"]) {
      const { json, stderr } = await runJson<Result>("api_copy", {
        noLock: true,
        input: { ...pair, registers },
      });
      const about = { ...pair, registers };
      assertEquals({ ...about, tree: tree(json.spans), stderr }, {
        ...about,
        tree: TREE,
        stderr: "",
      });
      assertEquals(json.version, pair.registrar.split("@")[2]);
    }
  }
});

Deno.test("initTracing() says which copy of the API cannot join", async () => {
  using folder = makeFolder();
  const path = `${folder.path}/traces.jsonl`;
  const input = { api: COPIES[2], registrar: FIRST, registers: "provider" };
  const { stderr } = await runJson<Result>("api_copy", {
    noLock: true,
    env: { OTEL_TRACES_FILE: path },
    input,
  });
  assertEquals(
    stderr,
    "turnspan: Cannot join the provider that @opentelemetry/api 0.x " +
      "registered: its spans are not in the trace; take version 1.3 to 1.10\n",
  );
  assertEquals(tree(readSpans(path)), TREE);
  const off = await runJson("api_copy", {
    noLock: true,
    input,
  });
  assertEquals(off.stderr, "");
});

Deno.test("traceRun() sees what any copy of the API registered", async () => {
  for (const api of COPIES) {
    const { json, stderr } = await runJson<Result>("api_copy", {
      noLock: true,
      input: { api, registers: "all", noInit: true },
    });
    // Those of the program are its own business: the SDK's copy of the API may
    // be blind to what the program's registered.
    const ours = json.spans.filter(({ name }) => !name.startsWith("in "));
    assertEquals({ api, tree: tree(ours), stderr }, {
      api,
      tree: "agent.run\n  agent.turn\n    tool.call",
      stderr: "",
    });
  }
});

Deno.test("Deno's own OpenTelemetry is seen by any copy of the API", async () => {
  for (const api of COPIES) {
    await using collector = startCollector();
    const { stderr } = await runJson("api_copy", {
      noLock: true,
      env: {
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      },
      input: { api },
    });
    assertEquals({ api, tree: tree(collector.spans()), stderr }, {
      api,
      tree: TREE,
      stderr: "",
    });
  }
});

Deno.test("showToEveryCopy() hides nothing that was registered meanwhile", () => {
  const key = Symbol.for("opentelemetry.js.api.1");
  const place = globalThis as { [key]?: Record<string, unknown> };
  for (const [part, version] of [["diag", "1.9.0"], ["metrics", "1.10.0"]]) {
    const registry = place[key] = { version: "1.9.0", diag: {} };
    const hide = showToEveryCopy();
    assertEquals(registry.version, "1.10.0");
    Object.assign(registry, { [part!]: {} });
    hide();
    assertEquals({ part, version: registry.version }, { part, version });
    delete place[key];
  }
});
