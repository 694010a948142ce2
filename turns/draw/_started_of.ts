import type { TurnRow } from "../model/turn_row.ts";

const two = (value: number) => value.toString().padStart(2, "0");

/** A time in the reader's zone, as `--since` takes it. */
function parts(ms: number): readonly [string, string, string] {
  const date = new Date(ms);
  return [
    date.getFullYear().toString(),
    `${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":"),
  ];
}

/**
 * Writes when turns started, in the reader's zone: with the day unless all are
 * of today, with the year unless all are of this one.
 *
 * @param rows The turns.
 * @param now The time now; where it is not known, day and year are written.
 * @returns The time of a turn; nothing where it is not known.
 */
export function startedOf(
  rows: readonly TurnRow[],
  now: number | undefined,
): (row: TurnRow) => string | undefined {
  const [year, day] = parts(now ?? NaN);
  const times = rows.filter(({ startMs }) => startMs > 0)
    .map(({ startMs }) => parts(startMs));
  const isThisYear = times.every((time) => time[0] === year);
  const isToday = isThisYear && times.every((time) => time[1] === day);
  return ({ startMs }) => {
    if (startMs <= 0) return undefined;
    const [itsYear, itsDay, time] = parts(startMs);
    if (isToday) return time;
    return isThisYear ? `${itsDay} ${time}` : `${itsYear}-${itsDay} ${time}`;
  };
}
