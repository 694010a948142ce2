import { assertEquals, assertMatch } from "@std/assert";
import { runAgent } from "./_agent.ts";
import {
  decodeJson,
  resourceOf,
  scopesOf,
  startCollector,
} from "./_collector.ts";
import { runJson, runProgram } from "./_program.ts";

Deno.test("initTracing() gives one handle while tracing is on, and can be repeated", async () => {
  const path = await Deno.makeTempFile();
  try {
    const { json, stderr } = await runJson("lifecycle", {
      env: { OTEL_TRACES_FILE: path },
    });
    assertEquals(stderr, "");
    assertEquals(json, {
      together: true,
      again: true,
      enabled: [true, true],
      another: true,
      on: { registered: ["context", "propagation", "trace"], fetch: "ours" },
      off: { registered: [], fetch: "original" },
      wrapped: "theirs",
      fetchOff: "original",
      ended: true,
    });
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    assertEquals(lines.map((line) => scopesOf(decodeJson(line))), [
      ["first@"],
      ["second@1.0.0"],
    ]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("initTracing() describes the service by the environment first", async () => {
  await using collector = startCollector();
  const stderr = await runAgent({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: "named",
    OTEL_RESOURCE_ATTRIBUTES:
      "service.name=other,service.version=9,deployment.environment.name=a%2Cb",
  }, { serviceVersion: "1.2.3" });
  assertEquals(stderr, "");
  const resource = resourceOf(decodeJson(collector.requests[0]?.body ?? ""));
  assertEquals(resource["service.name"], "named");
  assertEquals(resource["service.version"], "9");
  assertEquals(resource["deployment.environment.name"], "a,b");
  assertEquals(resource["process.runtime.name"], "deno");
});

Deno.test("initTracing() records what the sampler picks", async () => {
  const rows = [
    [{ OTEL_TRACES_SAMPLER: "always_off" }, 0],
    [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" }, 0],
    [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "1" }, 4],
    [{ OTEL_TRACES_SAMPLER: "nonsense" }, 4],
  ] as const;
  for (const [env, count] of rows) {
    const path = await Deno.makeTempFile();
    await using collector = startCollector();
    const stderr = await runAgent({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_FILE: path,
      ...env,
    });
    assertEquals(stderr === "", env.OTEL_TRACES_SAMPLER !== "nonsense");
    assertEquals(collector.spans().length, count);
    const text = await Deno.readTextFile(path);
    assertEquals(text.split("\n").length - 1, count);
    await Deno.remove(path);
  }
});

Deno.test("initTracing() follows the sampling decision of a parent", async () => {
  const path = await Deno.makeTempFile();
  const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
  for (const [flags, count] of [["00", 0], ["01", 1]] as const) {
    const { stderr } = await runProgram("propagate", {
      env: { OTEL_TRACES_FILE: path, TRACEPARENT: `${parent}-${flags}` },
    });
    assertEquals(stderr, "");
    const text = await Deno.readTextFile(path);
    assertEquals(text.split("\n").length - 1, count);
  }
  await Deno.remove(path);
});

Deno.test("initTracing() honours the limits of spans", async () => {
  await using collector = startCollector();
  await runAgent({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "3",
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "1",
  }, { runs: 0, burst: 1 });
  const [span] = collector.spans();
  assertEquals(span?.attributes, [{ key: "a", value: { stringValue: "abc" } }]);
  assertEquals(span?.droppedAttributesCount, 1);
});

Deno.test("initTracing() leaves out a limit that cannot be used", async () => {
  await using collector = startCollector();
  for (const bad of ["-1", "0.5"]) {
    const stderr = await runAgent({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: bad,
    }, { runs: 0, burst: 1 });
    assertEquals(
      stderr,
      `turnspan: Cannot use OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT="${bad}": it is ` +
        "not a whole number from 0\n",
    );
  }
  assertEquals(
    collector.spans().map(({ attributes }) => attributes.length),
    [2, 2],
  );
});

Deno.test("initTracing() shows spans on stderr when asked for the console", async () => {
  const stderr = await runAgent({ OTEL_TRACES_EXPORTER: "console" });
  const heads = stderr.split("\n").filter((line) => /^\S/.test(line));
  assertEquals(heads.length, 4);
  const time = String.raw`\d+(\.\d+)? m?s`;
  assertMatch(
    heads[0] ?? "",
    new RegExp(
      `^chat gpt-5  ${time}  CLIENT  ERROR|^chat gpt-5  ${time}  CLIENT`,
    ),
  );
  assertMatch(heads[3] ?? "", new RegExp(`^agent\\.run  ${time}  INTERNAL$`));
  assertMatch(
    stderr,
    /\n {2}trace [0-9a-f]{32} {2}span [0-9a-f]{16} {2}parent [0-9a-f]{16}\n/,
  );
  assertMatch(stderr, /\n {2}turn\.index: 1\n/);
  assertMatch(stderr, /\n {2}tool\.name: add\n/);
});

Deno.test("initTracing() flushes a file besides a collector that hangs", async () => {
  const path = await Deno.makeTempFile();
  const hang = Promise.withResolvers<Response>();
  await using collector = startCollector(() => hang.promise);
  const stderr = await runAgent({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_FILE: path,
  }, { flushTimeoutMs: 300 });
  assertMatch(stderr, /^turnspan: Cannot deliver 4 of 4 spans .*\n$/);
  const text = await Deno.readTextFile(path);
  assertEquals(text.split("\n").length - 1, 4);
  await Deno.remove(path);
});

Deno.test("flush() hands on what has ended, and leaves tracing on", async () => {
  await using collector = startCollector();
  const { json, stderr } = await runJson<{ received: number[] }>("flushed", {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    input: { collector: collector.url },
  });
  assertEquals(stderr, "");
  assertEquals(json.received.length, 2);
  assertEquals(collector.requests.length, 3);
  assertEquals(
    collector.spans().map(({ name }) => name),
    ["first", "second", "third"],
  );
});

Deno.test("initTracing() is off when no exporter can be used", async () => {
  const { json, stderr } = await runJson<Record<string, unknown>>(
    "everything",
    { env: { OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318" } },
  );
  const { enabled, sameFetch, registered, headers } = json;
  assertEquals(
    { enabled, sameFetch, registered, headers },
    { enabled: false, sameFetch: true, registered: [], headers: {} },
  );
  assertEquals(stderr.trim().split("\n").length, 1);
});

Deno.test("initTracing() asks for no permission that it was not given", async () => {
  const path = await Deno.makeTempFile();
  await using collector = startCollector();
  const { host } = new URL(collector.url);
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_FILE: path,
  };
  const rest = [`--allow-net=${host}`, `--allow-write=${path}`];
  const run = async (...variables: string[]) => {
    const flags = [...variables, ...rest];
    const { code, stderr } = await runProgram("agent", { env, flags });
    assertEquals(code, 0);
    return stderr;
  };
  assertEquals(await run("--allow-env=OTEL_*"), "");
  assertEquals(collector.spans().length, 4);
  // The SDK's constructors would throw, or ask the person.
  for (
    const flags of [
      ["--allow-env=OTEL_EXPORTER_OTLP_ENDPOINT"],
      ["--allow-env=OTEL_TRACES_FILE,HOME"],
      ["--allow-env", "--deny-env=OTEL_TRACES_SAMPLER"],
      ["--allow-env", "--deny-env=OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY"],
    ]
  ) {
    assertEquals(
      await run(...flags),
      "turnspan: Cannot turn tracing on: its variables may not all be read; " +
        "it needs --allow-env=OTEL_*\n",
    );
  }
  assertEquals(await run("--allow-env=HOME"), "");
  assertEquals(collector.spans().length, 4);
  await Deno.remove(path);
});
