import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ASSETS } from "../../../demo/data/assets.ts";
import { hourOf, HOURS, timeOf } from "../../../demo/data/calendar.ts";
import { readingsAt } from "../../../demo/data/readings.ts";
import { SENSORS } from "../../../demo/data/sensors.ts";
import type { Asset } from "../../../demo/data/types.ts";

const BEFORE = hourOf("2026-06-11T00:00Z");
const AFTER = hourOf("2026-06-30T00:00Z");

Deno.test("readingsAt() reads the same on every machine", () => {
  const chiller = { id: "CHILLER-6", type: "chiller" } as const;

  // Written down once: a change of the data set changes every recorded demo.
  assertEquals(readingsAt(chiller, hourOf("2026-06-01T00:00Z")), {
    power_kw: 183.98,
    cooling_kw: 1120.03,
    cop: 6.09,
    condenser_approach_k: 1.76,
    condensing_c: 27.82,
    condenser_in_c: 22.52,
    condenser_out_c: 26.06,
    condenser_flow_lps: 87.87,
    evaporator_approach_k: 1.43,
  });
});

Deno.test("readingsAt() reads every sensor of every asset", () => {
  for (const asset of ASSETS) {
    for (const hour of [0, BEFORE, HOURS - 1]) {
      const readings = readingsAt(asset, hour);
      const sensors = SENSORS[asset.type].map(({ id }) => id);
      assertEquals(Object.keys(readings).sort(), sensors.sort());
      assert(Object.values(readings).every(Number.isFinite));
    }
  }
});

Deno.test("readingsAt() fouls the condenser of Chiller 6 and of no other", () => {
  const rise = (asset: Asset, sensor: string) =>
    dayMean(asset, sensor, AFTER) / dayMean(asset, sensor, BEFORE);
  for (const asset of ASSETS.filter(({ type }) => type === "chiller")) {
    const fouled = asset.id === "CHILLER-6";
    assertEquals(rise(asset, "condenser_approach_k") > 2.5, fouled, asset.id);
    assertEquals(rise(asset, "power_kw") > 1.12, fouled, asset.id);
    assertEquals(rise(asset, "cop") < 0.9, fouled, asset.id);
    assertEquals(rise(asset, "condensing_c") > 1.1, fouled, asset.id);
    assertAlmostEquals(rise(asset, "condenser_flow_lps"), 1, 0.01);
    assertAlmostEquals(rise(asset, "cooling_kw"), 1, 0.05);
  }
});

Deno.test("timeOf() undoes hourOf()", () => {
  assertEquals(timeOf(0), "2026-01-01T00:00Z");
  assertEquals(hourOf(timeOf(4321)), 4321);
  assertEquals(timeOf(HOURS - 1), "2026-06-30T23:00Z");
});

function dayMean(asset: Asset, sensor: string, first: number): number {
  const values = Array.from(
    { length: 24 },
    (_, hour) => readingsAt(asset, first + hour)[sensor] ?? NaN,
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
