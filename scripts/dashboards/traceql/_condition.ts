import type { Span } from "../../../turns/source/span.ts";
import { compare, type Operator } from "./_compare.ts";
import { fieldOf } from "./_field.ts";
import { literalOf } from "./_literal.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";

/** Tells whether a span is what a query looks for. */
export type Condition = (span: Span) => boolean;

/** The condition between the braces. */
export function conditionOf(node: Node): Condition {
  const [left, between, right] = node.children;
  if (left !== undefined && between !== undefined && right !== undefined) {
    if (between.name === "FieldOp" && node.own === "") return comparison(node);
    if (between.name === "And" && node.own === "") {
      const [a, b] = [conditionOf(left), conditionOf(right)];
      return (span) => a(span) && b(span);
    }
    if (between.name === "Or" && node.own === "") {
      const [a, b] = [conditionOf(left), conditionOf(right)];
      return (span) => a(span) || b(span);
    }
  }
  if (node.own === "()") return conditionOf(onlyChild(node));
  refuse(
    node,
    "conditions are comparisons of a field with a value, &&, || and parentheses",
  );
}

function comparison(node: Node): Condition {
  const [left, between, right] = node.children as [Node, Node, Node];
  const operator = between.text as Operator;
  const field = fieldOf(left);
  const wanted = literalOf(right);
  const isRegex = operator === "=~" || operator === "!~";
  const isEqual = operator === "=" || operator === "!=";
  if (isRegex && wanted.type !== "string") {
    refuse(node, "a regular expression is a string");
  }
  if (!isRegex && !isEqual && wanted.type === "nil") {
    refuse(node, "nil is compared with = and != only");
  }
  if (field.type !== undefined && field.type !== wanted.type) {
    refuse(node, `${left.text} is a ${field.type}, not a ${wanted.type}`);
  }
  if (wanted.type === "status" && wanted.value !== "error") {
    refuse(node, "spans as read only say whether they failed: use error");
  }
  return (span) => compare(field.read(span), operator, wanted);
}
