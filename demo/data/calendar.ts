const HOUR_MS = 3_600_000;

/** The first hour with readings. */
export const FIRST_READING = "2026-01-01T00:00Z";

/** The last hour with readings: the data set's "now". */
export const LAST_READING = "2026-06-30T23:00Z";

/** The day of the data set's "now". */
export const TODAY = "2026-06-30";

/** The number of hours with readings. */
export const HOURS = hourOf(LAST_READING) + 1;

/** The hour of a point in time, counted from the first reading. */
export function hourOf(time: string): number {
  return (Date.parse(time) - Date.parse(FIRST_READING)) / HOUR_MS;
}

/** The point in time of an hour, to the minute and in UTC. */
export function timeOf(hour: number): string {
  const date = new Date(Date.parse(FIRST_READING) + hour * HOUR_MS);
  return `${date.toISOString().slice(0, 16)}Z`;
}

/** What follows the day: from -1 at 3:00 to 1 at 15:00. */
export function dailyCycle(hour: number): number {
  return Math.sin((hour % 24 - 9) / 24 * 2 * Math.PI);
}
