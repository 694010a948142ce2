import { assertEquals } from "@std/assert";
import { readBadSettings, readSettings } from "./_settings.ts";

const here = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" };

Deno.test("the environment has the specification's defaults", async () => {
  const { json, stderr } = await readSettings({});
  assertEquals(json, {
    exporters: { console: false },
    serviceName: "given",
    resource: {},
    sampler: { parentBased: true, ratio: 1 },
    batch: {
      maxQueueSize: 65_536,
      maxExportBatchSize: 512,
      scheduledDelayMillis: 5000,
      exportTimeoutMillis: 30_000,
    },
    limits: {},
    propagators: ["tracecontext", "baggage"],
  });
  assertEquals(stderr, "");
});

Deno.test("readExporters() takes OTEL_TRACES_EXPORTER for the decision", async () => {
  const { json: none } = await readSettings({
    ...here,
    OTEL_TRACES_EXPORTER: "none",
  });
  assertEquals(none.exporters, { console: false });
  const { json: both } = await readSettings({
    OTEL_TRACES_EXPORTER: " Console, otlp",
    OTEL_TRACES_FILE: "t.jsonl",
  });
  assertEquals(both.exporters, {
    console: true,
    otlp: "OTEL_TRACES_EXPORTER",
    file: "t.jsonl",
  });
  const { json: shown } = await readSettings({
    ...here,
    OTEL_TRACES_EXPORTER: "console",
  });
  assertEquals(shown.exporters, { console: true });
});

Deno.test("readExporters() leaves out an exporter that nobody knows", async () => {
  const json = await readBadSettings(
    { OTEL_TRACES_EXPORTER: "zipkin,console,jaeger" },
    'OTEL_TRACES_EXPORTER="zipkin,console,jaeger": only otlp, console and ' +
      "none are known",
  );
  assertEquals(json.exporters, { console: true });
  const none = await readBadSettings(
    { OTEL_TRACES_EXPORTER: "none,console" },
    'OTEL_TRACES_EXPORTER="none,console": none allows no other; no spans are ' +
      "exported",
  );
  assertEquals(none.exporters, { console: false });
});

Deno.test("readServiceName() takes the variables before the argument", async () => {
  const attributes = "service.name=from%20resource,team=a";
  const { json: second } = await readSettings({
    OTEL_RESOURCE_ATTRIBUTES: attributes,
  });
  assertEquals(second.serviceName, "from resource");
  assertEquals(second.resource.team, "a");
  const { json: first } = await readSettings({
    OTEL_SERVICE_NAME: "from name",
    OTEL_RESOURCE_ATTRIBUTES: attributes,
  });
  assertEquals(first.serviceName, "from name");
});

Deno.test("readResourceAttributes() discards a value with a mistake", async () => {
  for (const bad of ["a=1,nonsense", "a=%E0%A4%A", "=1"]) {
    const json = await readBadSettings(
      { OTEL_RESOURCE_ATTRIBUTES: bad },
      `OTEL_RESOURCE_ATTRIBUTES="${bad}": it is not name=value,name=value`,
    );
    assertEquals(json.resource, {});
    assertEquals(json.serviceName, "given");
  }
});

Deno.test("readSampler() knows the specification's samplers", async () => {
  const rows: [string, string, boolean, number][] = [
    ["always_on", "", false, 1],
    ["always_off", "", false, 0],
    ["traceidratio", "0.25", false, 0.25],
    ["parentbased_always_on", "", true, 1],
    ["parentbased_always_off", "", true, 0],
    ["ParentBased_TraceIdRatio", "0.5", true, 0.5],
    ["traceidratio", "", false, 1],
  ];
  for (const [name, arg, parentBased, ratio] of rows) {
    const { json, stderr } = await readSettings({
      OTEL_TRACES_SAMPLER: name,
      OTEL_TRACES_SAMPLER_ARG: arg,
    });
    assertEquals(json.sampler, { parentBased, ratio });
    assertEquals(stderr, "");
  }
});

Deno.test("readSampler() records everything when it cannot be used", async () => {
  const unknown = await readBadSettings(
    { OTEL_TRACES_SAMPLER: "toString" },
    'OTEL_TRACES_SAMPLER="toString": only these are known: always_on, ' +
      "always_off, traceidratio, parentbased_always_on, " +
      "parentbased_always_off, parentbased_traceidratio",
  );
  assertEquals(unknown.sampler, { parentBased: true, ratio: 1 });
  for (const bad of ["2", "-1", "half", "NaN"]) {
    const json = await readBadSettings(
      { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: bad },
      `OTEL_TRACES_SAMPLER_ARG="${bad}": it is not a number from 0 to 1`,
    );
    assertEquals(json.sampler, { parentBased: false, ratio: 1 });
  }
});

Deno.test("readBatch() reads OTEL_BSP_*", async () => {
  const { json } = await readSettings({
    OTEL_BSP_MAX_QUEUE_SIZE: "100",
    OTEL_BSP_SCHEDULE_DELAY: "0",
    OTEL_BSP_EXPORT_TIMEOUT: "5",
  });
  assertEquals(json.batch, {
    maxQueueSize: 100,
    maxExportBatchSize: 100,
    scheduledDelayMillis: 0,
    exportTimeoutMillis: 5,
  });
  const bad = await readBadSettings(
    { OTEL_BSP_MAX_QUEUE_SIZE: "1.5" },
    'OTEL_BSP_MAX_QUEUE_SIZE="1.5": it is not a whole number from 1 to 16777216',
  );
  assertEquals(bad.batch.maxQueueSize, 65_536);
});

Deno.test("readLimits() takes the limits of spans before the general ones", async () => {
  const { json } = await readSettings({
    OTEL_ATTRIBUTE_COUNT_LIMIT: "10",
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "20",
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "5",
    OTEL_SPAN_EVENT_COUNT_LIMIT: "3",
    OTEL_SPAN_LINK_COUNT_LIMIT: "2",
    OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: "7",
    OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: "8",
  });
  assertEquals(json.limits, {
    attributeCountLimit: 5,
    attributeValueLengthLimit: 20,
    eventCountLimit: 3,
    linkCountLimit: 2,
    attributePerEventCountLimit: 7,
    attributePerLinkCountLimit: 8,
  });
  await readBadSettings(
    { OTEL_SPAN_EVENT_COUNT_LIMIT: "many" },
    'OTEL_SPAN_EVENT_COUNT_LIMIT="many": it is not a whole number from 0',
  );
});

Deno.test("readPropagators() knows tracecontext, baggage and none", async () => {
  const { json: one } = await readSettings({
    OTEL_PROPAGATORS: "baggage,baggage",
  });
  assertEquals(one.propagators, ["baggage"]);
  const { json: none } = await readSettings({ OTEL_PROPAGATORS: "none" });
  assertEquals(none.propagators, []);
  const known = await readBadSettings(
    { OTEL_PROPAGATORS: "b3,tracecontext,jaeger" },
    'OTEL_PROPAGATORS="b3,tracecontext,jaeger": only tracecontext, baggage ' +
      "and none are known",
  );
  assertEquals(known.propagators, ["tracecontext"]);
});

Deno.test("the environment is read as far as it may be read", async () => {
  const { json, stderr } = await readSettings(
    { ...here, OTEL_TRACES_FILE: "t.jsonl", OTEL_TRACES_SAMPLER: "always_off" },
    { flags: ["--allow-env=OTEL_TRACES_FILE", "--no-prompt"] },
  );
  assertEquals(json.exporters, { console: false, file: "t.jsonl" });
  assertEquals(json.sampler, { parentBased: true, ratio: 1 });
  assertEquals(stderr, "");
});
