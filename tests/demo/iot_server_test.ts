import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DemoServer } from "./_servers.ts";

Deno.test("iot_server lists its tools, each with a description", async () => {
  await using server = await DemoServer.start("iot");
  const { tools } = await server.client.listTools();

  assertEquals(tools.map(({ name }) => name), [
    "sites",
    "assets",
    "sensors",
    "latest",
    "history",
  ]);
  assert(tools.every(({ description }) => (description ?? "") !== ""));
  assertEquals(tools.at(-1)?.inputSchema.required, [
    "asset",
    "sensors",
    "from",
    "to",
  ]);
});

Deno.test("iot_server walks from sites to sensors", async () => {
  await using server = await DemoServer.start("iot");

  const [main, north] = await server.json("sites");
  assertEquals(main.id, "MAIN");
  assertEquals(main.assetTypes.chiller, 6);
  const chillers = await server.json("assets", {
    site: north.id,
    type: "chiller",
  });
  assertEquals(
    chillers.map(({ name }: { name: string }) => name),
    ["Chiller 7", "Chiller 8"],
  );
  const { sensors, readings } = await server.json("sensors", {
    asset: "CHILLER-7",
  });
  assertEquals(sensors[0], {
    id: "power_kw",
    name: "Electrical power",
    unit: "kW",
  });
  assertEquals(readings.to, "2026-06-30T23:00Z");
});

Deno.test("iot_server history() reads every hour, both ends included", async () => {
  await using server = await DemoServer.start("iot");
  const asked = { asset: "CHILLER-6", sensors: ["cop", "power_kw"] };

  const month = await server.call("history", {
    ...asked,
    from: "2026-06-01",
    to: "2026-06-30",
  });
  const { columns, rows } = JSON.parse(month.text);
  assertEquals(columns, ["time", "cop", "power_kw"]);
  assertEquals(rows.length, 30 * 24);
  assertEquals(rows[0], ["2026-06-01T00:00Z", 6.09, 183.98]);
  assertEquals(rows.at(-1)[0], "2026-06-30T23:00Z");
  assert(month.text.length > 20_000, `${month.text.length} characters`);
  const hour = await server.json("history", {
    ...asked,
    from: "2026-06-30T23:00Z",
    to: "2026-06-30T23:00:00.000Z",
  });
  assertEquals(hour.rows, [rows.at(-1)]);
});

Deno.test("iot_server latest() reads what history() ends with", async () => {
  await using server = await DemoServer.start("iot");
  const latest = await server.json("latest", { asset: "PUMP-2" });
  const { rows } = await server.json("history", {
    asset: "PUMP-2",
    sensors: ["flow_lps"],
    from: latest.time,
    to: latest.time,
  });

  assertEquals(rows, [[latest.time, latest.readings.flow_lps]]);
});

Deno.test("iot_server says what exists when asked for what does not", async () => {
  await using server = await DemoServer.start("iot");
  const history = {
    asset: "CHILLER-6",
    sensors: ["cop"],
    from: "2026-06-01",
    to: "2026-06-30",
  };
  const cases: [string, Record<string, unknown>, string][] = [
    ["assets", { site: "SOUTH" }, '"MAIN", "NORTH"'],
    ["assets", { type: "boiler" }, '"chiller", "cooling_tower"'],
    ["sensors", { asset: "CHILLER-9" }, '"CHILLER-6"'],
    ["latest", { asset: "chiller" }, '"CHILLER-6"'],
    ["history", { ...history, asset: "X" }, '"CHILLER-6"'],
    ["history", { ...history, sensors: ["cop", "rpm"] }, '"rpm"'],
    ["history", { ...history, sensors: ["rpm"] }, '"condenser_approach_k"'],
    ["history", { ...history, from: "yesterday" }, "not ISO 8601"],
    ["history", { ...history, from: "2026-07-01" }, "2026-06-30T23:00Z"],
    ["history", { ...history, from: "2025-12-31" }, "2026-01-01T00:00Z"],
    ["history", { ...history, to: "2026-05-01" }, "the range is empty"],
    ["history", { ...history, to: "2026-07-01" }, "out of range"],
    ["history", { ...history, sensors: [] }, "sensors"],
    ["history", {}, "asset"],
  ];
  for (const [tool, args, says] of cases) {
    const { text, failed } = await server.call(tool, args);
    assert(failed, `${tool} ${JSON.stringify(args)}: ${text}`);
    assertStringIncludes(text, says);
  }
});
