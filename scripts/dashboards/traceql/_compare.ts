import type { Value } from "./_value.ts";

/** The operators of TraceQL that compare. */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "!~";

/**
 * Compares a value of a span with one of the query.
 *
 * Without a value, and with one of another type, nothing matches, `!=` and `!~`
 * not either. Of a list `=` and `=~` want one item that matches, `!=` and `!~`
 * want that none of them does.
 *
 * @param held What the span has.
 * @param operator The operator.
 * @param wanted What the query says.
 * @returns Whether it matches.
 */
export function compare(
  held: Value,
  operator: Operator,
  wanted: Value,
): boolean {
  if (wanted.type === "nil") {
    return (held.type === "nil") === (operator === "=");
  }
  if (held.type === "list") return compareList(held.value, operator, wanted);
  if (held.type === "nil" || wanted.type === "list") return false;
  if (held.type !== wanted.type) return false;
  switch (operator) {
    case "=":
      return held.value === wanted.value;
    case "!=":
      return held.value !== wanted.value;
    case "=~":
      return matches(held.value, wanted.value);
    case "!~":
      return !matches(held.value, wanted.value);
    case "<":
      return held.value < wanted.value;
    case "<=":
      return held.value <= wanted.value;
    case ">":
      return held.value > wanted.value;
    case ">=":
      return held.value >= wanted.value;
  }
}

function compareList(
  items: readonly Value[],
  operator: Operator,
  wanted: Value,
): boolean {
  if (items.some(({ type }) => type !== wanted.type)) return false;
  const negated = { "!=": "=", "!~": "=~" } as const;
  if (operator === "!=" || operator === "!~") {
    return !items.some((item) => compare(item, negated[operator], wanted));
  }
  return (operator === "=" || operator === "=~") &&
    items.some((item) => compare(item, operator, wanted));
}

function matches(text: unknown, pattern: unknown): boolean {
  return new RegExp(`^(?:${pattern})$`).test(`${text}`);
}
