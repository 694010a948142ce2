import type { Span } from "../../../turns/source/span.ts";
import { compare, type Operator } from "./_compare.ts";
import { type Field, fieldOf } from "./_field.ts";
import { literalOf } from "./_literal.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import { labelOf, NIL, numberIn, type Value } from "./_value.ts";

/** Spans of one trace that are looked at together. */
export type Spanset = readonly Span[];

/** What a stage makes of a spanset: some, or none. */
export type Stage = (spanset: Spanset) => readonly Spanset[];

/** `by(…)` and comparisons such as `count() > 2`. */
export function stageOf(node: Node): Stage {
  if (node.name === "GroupOperation") return group(onlyChild(node));
  if (node.name === "ScalarFilter") return scalarFilter(node);
  refuse(node, "stages are select, by, and count() and the like with a value");
}

/** The fields that `select(…)` names, in their order. */
export function selectedBy(node: Node): Field[] {
  if (node.name === "FieldExpression") return [fieldOf(node)];
  return node.children.flatMap(selectedBy);
}

/** Spans without the attribute are a group as well. */
function group(node: Node): Stage {
  const { read } = fieldOf(node);
  return (spanset) => [
    ...Map.groupBy(spanset, (span) => {
      const value = read(span);
      return `${value.type} ${labelOf(value)}`;
    }).values(),
  ];
}

function scalarFilter(node: Node): Stage {
  const [left, between, right] = node.children;
  if (left === undefined || between === undefined || right === undefined) {
    refuse(node, "a number is compared with a value");
  }
  const scalar = scalarOf(onlyChild(left));
  const wanted = literalOf(right);
  const operator = between.text as Operator;
  return (spanset) =>
    compare(scalar(spanset), operator, wanted) ? [spanset] : [];
}

function scalarOf(node: Node): (spanset: Spanset) => Value {
  if (node.text.replaceAll(/\s/g, "") === "count()") {
    return ({ length }) => ({ type: "number", value: length });
  }
  const [operation, operand] = node.children;
  if (operation === undefined || operand === undefined) {
    refuse(node, "count() and max, min, avg and sum of a field are compared");
  }
  const { read, type } = fieldOf(operand);
  const reduce = reducerOf(operation);
  return (spanset) => {
    const numbers = spanset.map(read).map(numberIn)
      .filter((value) => value !== undefined);
    if (numbers.length === 0) return NIL;
    const value = reduce(numbers);
    return { type: type === "duration" ? type : "number", value };
  };
}

/** What makes one number of many. */
export function reducerOf(
  node: Node,
): (numbers: readonly number[]) => number {
  const sum = (numbers: readonly number[]) =>
    numbers.reduce((total, value) => total + value, 0);
  switch (node.text.replace(/_over_time$/, "")) {
    case "max":
      return (numbers) => Math.max(...numbers);
    case "min":
      return (numbers) => Math.min(...numbers);
    case "sum":
      return sum;
    case "avg":
      return (numbers) => sum(numbers) / numbers.length;
  }
  refuse(node, "max, min, avg and sum make one number of many");
}
