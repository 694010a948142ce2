const TOKENS = /^(\d+(?:\.\d+)?)([km]?)$/i;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(T.+)?$/;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Reads a number of tokens as people write it.
 *
 * @param value For example `14k`, `14000`, `14,000` or `1.5K`; k is 1,000.
 * @returns The number.
 * @throws {RangeError} If it is none of these.
 */
export function parseTokens(value: string): number {
  const [, digits, unit = ""] = TOKENS.exec(value.replaceAll(/[,_]/g, "")) ??
    [];
  if (digits === undefined) {
    throw new RangeError(
      `Cannot read "${value}" as tokens: write it like 14k, 1.5k or 14000`,
    );
  }
  const factor = { "": 1, k: 1000, m: 1_000_000 }[unit.toLowerCase()] ?? 1;
  return Number(digits) * factor;
}

/**
 * Reads a tolerance.
 *
 * @param value For example `10%` or `10`.
 * @returns Percent.
 * @throws {RangeError} If it is neither, or a share such as `0.1`, which may be
 * meant as either.
 */
export function parseTolerance(value: string): number {
  const [, digits, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(value.trim()) ?? [];
  const percent = Number(digits ?? NaN);
  if (Number.isNaN(percent) || (sign === "" && percent > 0 && percent < 1)) {
    throw new RangeError(
      `Cannot read "${value}" as a tolerance: write it in percent, like 10% or 0`,
    );
  }
  return percent;
}

/** A source, and how many of its tokens a prompt may hold. */
export type SourceLimit = readonly [source: string, tokens: number];

/**
 * Reads how many tokens of a source a prompt may hold.
 *
 * @param value For example `iot/history=5k`; several with commas between them.
 * @returns The sources and the numbers.
 * @throws {RangeError} If it is not that.
 */
export function parseSourceLimits(value: string): readonly SourceLimit[] {
  // A comma inside a number is followed by no further name.
  return value.split(/,(?=[^,]*=)/).map((part) => {
    const at = part.lastIndexOf("=");
    const source = part.slice(0, Math.max(0, at)).trim();
    if (source === "") {
      throw new RangeError(
        `Cannot read "${part}" as a limit: write it like iot/history=5k`,
      );
    }
    return [source, parseTokens(part.slice(at + 1).trim())] as const;
  });
}

/**
 * Reads a point in time.
 *
 * @param value A duration before now (`90s`, `2h`, `7d`) or an ISO date or date
 * with a time; local time where no zone is given.
 * @param now The time now, in milliseconds since 1970.
 * @returns The time, in milliseconds since 1970.
 * @throws {RangeError} If it is neither.
 */
export function parseSince(value: string, now: number): number {
  const [, digits, unit] = DURATION.exec(value) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit.toLowerCase()];
  if (digits !== undefined && factor !== undefined) {
    return now - Number(digits) * factor;
  }
  const date = value.trim().replace(" ", "T");
  if (DATE.test(date)) {
    // A date alone would be taken as UTC; people mean their own midnight.
    const time = Date.parse(date.includes("T") ? date : `${date}T00:00`);
    if (!Number.isNaN(time)) return time;
  }
  throw new RangeError(
    `Cannot read "${value}" as a time: write a duration like 2h or 7d, or a date like 2026-11-20 or 2026-11-20T14:30`,
  );
}
