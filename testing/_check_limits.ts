const LIMITS = ["maxTokens", "maxGrowth", "maxTotal"];
const LIMITS_BY_SOURCE = ["maxBySource", "maxTotalBySource"];

/**
 * Checks a budget before anything is held against it.
 *
 * @throws {TypeError} If it is none; the message names the option.
 */
export function checkLimits(budget: unknown): void {
  if (typeof budget !== "object" || budget === null) {
    throw new TypeError(
      `Cannot check a prompt budget: it is ${shown(budget)} and no object`,
    );
  }
  const given = Object.entries(budget).filter(([, value]) =>
    value !== undefined
  );
  if (given.length === 0) {
    throw new TypeError(
      `Cannot check a prompt budget: it has no limit; give one of ${known()}`,
    );
  }
  for (const [name, value] of given) checkLimit(name, value);
}

function checkLimit(name: string, value: unknown): void {
  if (LIMITS.includes(name)) return checkTokens(name, value);
  if (!LIMITS_BY_SOURCE.includes(name)) {
    throw new TypeError(
      `Cannot check a prompt budget: there is no limit "${name}"; there are ${known()}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(
      `Cannot use the limit "${name}": it is ${
        shown(value)
      } and no object of tokens by source, such as { "iot/history": 5000 }`,
    );
  }
  for (const [source, tokens] of Object.entries(value)) {
    if (tokens !== undefined) checkTokens(`${name}["${source}"]`, tokens);
  }
}

function checkTokens(name: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw new TypeError(
    `Cannot use the limit "${name}": it is ${
      shown(value)
    } and no number of tokens, 0 or more`,
  );
}

function known(): string {
  return [...LIMITS, ...LIMITS_BY_SOURCE].join(", ");
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
