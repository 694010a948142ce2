import { KINDS } from "./_kinds.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import { NIL, type Value } from "./_value.ts";

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

const WORDS: Readonly<Record<string, Value>> = {
  nil: NIL,
  true: { type: "boolean", value: true },
  false: { type: "boolean", value: false },
  ...all("status", ["error", "ok", "unset"]),
  ...all("kind", KINDS),
};

/** The value that a part of a query says. */
export function literalOf(node: Node): Value {
  switch (node.name) {
    case "FieldExpression":
    case "ScalarExpression":
    case "Static": {
      const word = WORDS[node.text];
      if (word !== undefined) return word;
      if (node.own === "") return literalOf(onlyChild(node));
      break;
    }
    case "String":
      return { type: "string", value: unquoted(node.text) };
    case "Integer":
    case "Float":
      return { type: "number", value: Number(node.text) };
    case "Duration":
      return duration(node);
  }
  refuse(
    node,
    "values are strings, numbers without a sign, durations and single words",
  );
}

function duration(node: Node): Value {
  const [, digits, unit = ""] = /^([\d.]+)([a-z]+)$/.exec(node.text) ?? [];
  const seconds = UNITS[unit];
  if (seconds === undefined) {
    refuse(node, `durations end in ${Object.keys(UNITS).join(", ")}`);
  }
  return { type: "duration", value: Number(digits) * seconds };
}

/** Of a string in backquotes all is meant as it stands. */
function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith("`") ? inner : inner.replaceAll(/\\(["\\])/g, "$1");
}

function all(
  type: "status" | "kind",
  words: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(words.map((value) => [value, { type, value }]));
}
