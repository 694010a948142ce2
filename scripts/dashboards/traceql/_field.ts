import { KINDS } from "./_kinds.ts";
import type { Span } from "../../../turns/source/span.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import { type Value, valueOf } from "./_value.ts";

/** What a query can look at of a span. */
export interface Field {
  /** As a column of a table: without the scope. */
  readonly column: string;
  /** As a label of a series: with the scope. */
  readonly label: string;
  /** The type of every value, where it is always the same. */
  readonly type?: Value["type"];
  readonly read: (span: Span) => Value;
}

const INTRINSICS: Readonly<Record<string, Omit<Field, "column" | "label">>> = {
  name: {
    type: "string",
    read: ({ name }) => ({ type: "string", value: name }),
  },
  duration: {
    type: "duration",
    read: (span) => ({ type: "duration", value: secondsOf(span) }),
  },
  status: {
    type: "status",
    // As read, a span says whether it failed and no more.
    read: ({ failed }) => ({
      type: "status",
      value: failed ? "error" : "unset",
    }),
  },
  kind: {
    type: "kind",
    read: ({ kind }) => ({
      type: "kind",
      value: KINDS[kind] ?? "unspecified",
    }),
  },
};

/** How long a span took, in seconds. */
export function secondsOf({ startMs, endMs }: Span): number {
  // Milliseconds since 1970 have no room for single nanoseconds.
  return Math.round((endMs - startMs) * 1e3) / 1e6;
}

/** The field that a part of a query names. */
export function fieldOf(node: Node): Field {
  if (node.name === "FieldExpression" && node.own === "") {
    return fieldOf(onlyChild(node));
  }
  if (node.name === "IntrinsicField") {
    const intrinsic = INTRINSICS[node.text];
    if (intrinsic !== undefined) {
      return { column: node.text, label: node.text, ...intrinsic };
    }
  }
  if (node.name === "AttributeField") return attribute(node);
  refuse(
    node,
    "fields are span.<attribute>, resource.service.name, name, duration, status and kind",
  );
}

function attribute(node: Node): Field {
  const [scope, key] = node.children.map(({ text }) => text);
  const label = `${scope}.${key}`;
  if (label === "resource.service.name") {
    return {
      column: "service.name",
      label,
      read: ({ service }) => valueOf(service),
    };
  }
  if (scope !== "span" || key === undefined || key.includes('"')) {
    refuse(node, "attributes are span.<attribute> and resource.service.name");
  }
  return {
    column: key,
    label,
    read: ({ attributes }) => valueOf(attributes[key]),
  };
}
