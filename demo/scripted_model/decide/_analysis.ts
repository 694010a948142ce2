import { isJson } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, stringsIn, text } from "./json.ts";

const HOURS_OF_A_FULL_DAY = 20;
const FEWEST_DAYS = 9;
const DAYS_AT_THE_END = 3;
const DEVIATIONS = 4;
const SMALLEST_SHARE = 0.02;

/** How one sensor moved. */
export interface Movement {
  /** The sensor. */
  readonly sensor: string;
  /** Its mean before the change. */
  readonly before: number;
  /** Its mean over the last days. */
  readonly after: number;
  /** Which way it went. */
  readonly direction: "rises" | "falls" | "steady";
  /** The first day of the change, where there is one. */
  readonly since: string | undefined;
}

/** What a history shows. */
export interface Analysis {
  /** The asset. */
  readonly asset: string;
  /** The full days that were read. */
  readonly days: readonly string[];
  /** The first day on which any sensor began to move. */
  readonly since: string | undefined;
  /** The sensor that moved first, where any did. */
  readonly leader: string | undefined;
  /** How each sensor moved. */
  readonly movements: readonly Movement[];
}

interface Daily {
  readonly day: string;
  readonly means: readonly number[];
}

/**
 * Finds in a `history` result the day on which something began to change.
 *
 * The first third of the days is what is usual. A sensor changed if it left
 * the usual band on a day and stayed out of it, on one side, to the end.
 *
 * @returns Nothing if the value is no history, or too short for a judgement.
 */
export function analyse(history: unknown): Analysis | undefined {
  if (!isJson(history)) return undefined;
  const sensors = stringsIn(history.columns).slice(1);
  const asset = text(history.asset);
  const daily = dailyMeans(history.rows, sensors.length);
  if (asset === undefined || daily.length < FEWEST_DAYS) return undefined;
  const starts = sensors.map((_, column) => startOf(daily, column));
  const first = Math.min(...starts);
  const since = daily[first]?.day;
  return {
    asset,
    days: daily.map(({ day }) => day),
    since,
    leader: since && sensors[starts.indexOf(first)],
    movements: sensors.map((sensor, column) =>
      movementOf(sensor, daily, { column, start: starts[column]!, first })
    ),
  };
}

function dailyMeans(rows: unknown, columns: number): Daily[] {
  const byDay = new Map<string, number[][]>();
  for (const row of Array.isArray(rows) ? rows : []) {
    if (!Array.isArray(row) || typeof row[0] !== "string") continue;
    const values = row.slice(1);
    if (!values.every((value) => typeof value === "number")) continue;
    const day = row[0].slice(0, "YYYY-MM-DD".length);
    byDay.set(day, [...(byDay.get(day) ?? []), values]);
  }
  return [...byDay].filter(([, rows]) => rows.length >= HOURS_OF_A_FULL_DAY)
    .map(([day, rows]) => ({
      day,
      means: Array.from(
        { length: columns },
        (_, column) => mean(rows.map((row) => row[column] ?? NaN)),
      ),
    }));
}

/** The index of the first day of a lasting change; infinity if there is none. */
function startOf(daily: readonly Daily[], column: number): number {
  const values = daily.map(({ means }) => means[column]!);
  const usual = values.slice(0, Math.floor(values.length / 3));
  const middle = mean(usual);
  const deviation = Math.sqrt(
    mean(usual.map((value) => (value - middle) ** 2)),
  );
  const band = Math.max(
    DEVIATIONS * deviation,
    SMALLEST_SHARE * Math.abs(middle),
  );
  const side = Math.sign(values.at(-1)! - middle);
  const inside = values.findLastIndex((value) =>
    side * (value - middle) <= band
  );
  const start = inside + 1;
  return values.length - start >= DAYS_AT_THE_END ? start : Infinity;
}

function movementOf(
  sensor: string,
  daily: readonly Daily[],
  at: {
    readonly column: number;
    readonly start: number;
    readonly first: number;
  },
): Movement {
  const values = daily.map(({ means }) => means[at.column]!);
  const before = Number.isFinite(at.first)
    ? mean(values.slice(0, Math.max(at.first, 1)))
    : mean(values.slice(0, Math.floor(values.length / 3)));
  const after = mean(values.slice(-DAYS_AT_THE_END));
  const since = daily[at.start]?.day;
  const moved = after > before ? "rises" : "falls";
  const direction = since === undefined ? "steady" : moved;
  return { sensor, before, after, direction, since };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The failure mode all of whose signs were seen; the one with most of them. */
export function matchingMode(
  modes: unknown,
  movements: readonly Movement[],
): { id: string; name: string; action: string } | undefined {
  const seen = new Map(
    movements.map(({ sensor, direction }) => [sensor, direction]),
  );
  const matches = objectsIn(modes).flatMap((mode) => {
    const signs = Object.entries(objectFrom(mode.signs));
    const all = signs.length > 0 &&
      signs.every(([sensor, way]) => seen.get(sensor) === way);
    const [id, name, action] = [mode.id, mode.name, mode.action].map(text);
    return all && id !== undefined
      ? [{ id, name: name ?? id, action: action ?? "", signs: signs.length }]
      : [];
  });
  return matches.sort((a, b) => b.signs - a.signs)[0];
}
