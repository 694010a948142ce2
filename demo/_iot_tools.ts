import { ASSETS, findAsset, SITES } from "./data/assets.ts";
import {
  FIRST_READING,
  hourOf,
  HOURS,
  LAST_READING,
  timeOf,
} from "./data/calendar.ts";
import { readingsAt } from "./data/readings.ts";
import { SENSORS } from "./data/sensors.ts";
import type { Asset } from "./data/types.ts";
import {
  failed,
  listed,
  ok,
  type ToolResult,
  unknownAsset,
} from "./_tool_result.ts";

/** The sites, with how many assets of each type stand there. */
export function sites(): ToolResult {
  return ok(SITES.map((site) => {
    const here = ASSETS.filter((asset) => asset.site === site.id);
    const types: Record<string, number> = {};
    for (const { type } of here) types[type] = (types[type] ?? 0) + 1;
    return { ...site, assetTypes: types };
  }));
}

/** The assets, of one site or type where one is asked for. */
export function assets(
  { site, type }: {
    readonly site?: string | undefined;
    readonly type?: string | undefined;
  },
): ToolResult {
  if (site !== undefined && !SITES.some(({ id }) => id === site)) {
    const known = listed(SITES.map(({ id }) => id));
    return failed(`Cannot list assets at "${site}": the sites are ${known}`);
  }
  if (type !== undefined && !Object.hasOwn(SENSORS, type)) {
    const known = listed(Object.keys(SENSORS));
    return failed(`Cannot list assets of type "${type}": types are ${known}`);
  }
  return ok(
    ASSETS.filter((asset) =>
      (site === undefined || asset.site === site) &&
      (type === undefined || asset.type === type)
    ),
  );
}

/** The sensors of an asset, and the time that its readings cover. */
export function sensors({ asset: id }: { readonly asset: string }): ToolResult {
  const asset = findAsset(id);
  if (asset === undefined) return unknownAsset(id);
  return ok({
    asset: id,
    sensors: SENSORS[asset.type],
    readings: { from: FIRST_READING, to: LAST_READING, every: "1h" },
  });
}

/** The last reading of every sensor of an asset. */
export function latest({ asset: id }: { readonly asset: string }): ToolResult {
  const asset = findAsset(id);
  if (asset === undefined) return unknownAsset(id);
  return ok({
    asset: id,
    time: LAST_READING,
    readings: readingsAt(asset, HOURS - 1),
  });
}

/** Arguments of {@linkcode history}. */
export interface HistoryArguments {
  /** The asset. */
  readonly asset: string;
  /** The sensors, in the order of the columns. */
  readonly sensors: readonly string[];
  /** The first hour, ISO 8601. */
  readonly from: string;
  /** The last hour, ISO 8601; a day without a time counts whole. */
  readonly to: string;
}

/** Hourly readings of an asset's sensors. */
export function history(args: HistoryArguments): ToolResult {
  const asset = findAsset(args.asset);
  if (asset === undefined) return unknownAsset(args.asset);
  const known = SENSORS[asset.type].map(({ id }) => id);
  const unknown = args.sensors.filter((id) => !known.includes(id));
  if (unknown.length > 0 || args.sensors.length === 0) {
    return failed(
      `Cannot read sensors [${
        listed(unknown)
      }] of "${asset.id}": its sensors are ${listed(known)}`,
    );
  }
  const range = rangeOf(args.from, args.to);
  if (typeof range === "string") return failed(range);
  return ok({
    asset: asset.id,
    columns: ["time", ...args.sensors],
    rows: rowsOf(asset, args.sensors, range),
  });
}

function rowsOf(
  asset: Asset,
  sensors: readonly string[],
  { first, last }: { first: number; last: number },
): (string | number | null)[][] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    const readings = readingsAt(asset, hour);
    return [timeOf(hour), ...sensors.map((id) => readings[id] ?? null)];
  });
}

function rangeOf(
  from: string,
  to: string,
): { first: number; last: number } | string {
  const covered = `there are readings from ${FIRST_READING} to ${LAST_READING}`;
  const first = Math.ceil(hourOf(from));
  const last = Math.floor(
    /^\d{4}-\d\d-\d\d$/.test(to) ? hourOf(to) + 23 : hourOf(to),
  );
  if (Number.isNaN(first) || Number.isNaN(last)) {
    return `Cannot read history from "${from}" to "${to}": not ISO 8601 times, and ${covered}`;
  }
  if (first > last || first < 0 || last >= HOURS) {
    const why = first > last ? "the range is empty" : "out of range";
    return `Cannot read history from "${from}" to "${to}": ${why}, and ${covered}`;
  }
  return { first, last };
}
