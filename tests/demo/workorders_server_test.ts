import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DemoServer } from "./_servers.ts";

const ORDER = {
  asset: "CHILLER-6",
  title: "Brush the tubes",
  description: "Approach at 5 K",
  priority: "high",
  "failure_mode": "condenser_fouling",
};

Deno.test("workorders_server lists failure modes with their signs", async () => {
  await using server = await DemoServer.start("workorders");
  const modes = await server.json("failure_modes", { asset_type: "chiller" });

  assertEquals(modes.length, 3);
  assertEquals(modes[0].signs.condenser_flow_lps, "steady");
  assert((await server.json("failure_modes")).length > modes.length);
});

Deno.test("workorders_server create() adds to what list() shows", async () => {
  await using server = await DemoServer.start("workorders");
  const before = await server.json("list", { asset: "CHILLER-6" });
  const created = await server.json("create", ORDER);
  const second = await server.json("create", ORDER);

  assertEquals(created, {
    id: "WO-1062",
    asset: "CHILLER-6",
    title: "Brush the tubes",
    description: "Approach at 5 K",
    priority: "high",
    status: "open",
    failureMode: "condenser_fouling",
    created: "2026-06-30",
  });
  assertEquals(second.id, "WO-1063");
  assertEquals(await server.json("list", { asset: "CHILLER-6" }), [
    ...before,
    created,
    second,
  ]);
});

Deno.test("workorders_server create() is forgotten by the next process", async () => {
  for (let run = 0; run < 2; run++) {
    await using server = await DemoServer.start("workorders");
    assertEquals((await server.json("create", ORDER)).id, "WO-1062");
  }
});

Deno.test("workorders_server list() narrows by status", async () => {
  await using server = await DemoServer.start("workorders");
  const deferred = await server.json("list", { status: "deferred" });

  assertEquals(
    deferred.map(({ id }: { id: string }) => id),
    ["WO-1055"],
  );
});

Deno.test("workorders_server says what exists when asked for what does not", async () => {
  await using server = await DemoServer.start("workorders");
  const cases: [string, Record<string, unknown>, string][] = [
    ["failure_modes", { asset_type: "boiler" }, '"chiller"'],
    ["list", { asset: "CHILLER-9" }, '"CHILLER-6"'],
    ["list", { status: "lost" }, "status"],
    ["create", { ...ORDER, asset: "CHILLER-9" }, '"CHILLER-6"'],
    ["create", { ...ORDER, failure_mode: "rust" }, '"condenser_fouling"'],
    ["create", { asset: "CHILLER-6" }, "title"],
  ];
  for (const [tool, args, says] of cases) {
    const { text, failed } = await server.call(tool, args);
    assert(failed, `${tool} ${JSON.stringify(args)}: ${text}`);
    assertStringIncludes(text, says);
  }
});
