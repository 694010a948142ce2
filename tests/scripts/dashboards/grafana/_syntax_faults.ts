import { parser } from "@grafana/lezer-traceql";

/** A part of a query, as the parser has it. */
export type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** Nodes that say nothing that is not said by what is in them. */
const STRUCTURE = new Set([
  "TraceQL",
  "SpansetPipelineExpression",
  "SpansetPipeline",
  "SpansetFilter",
  "FieldExpression",
  "Static",
  "AttributeField",
  "Identifier",
  "ScalarFilter",
  "ScalarExpression",
  "Aggregate",
  "GroupOperation",
  "SelectOperation",
  "SelectArgs",
  "MetricsOperation",
  "MetricsOperationBasic",
  "MetricsOperationHistogram",
  "MetricsOperationQuantile",
  "MetricsOperationQuantileArgs",
  "MetricsOperationQuantileArgsType",
  "MetricsOperationCompare",
  "MetricsOverTime",
  "MetricsExpression",
  "MetricsAggregatorFunctions",
  "WithHint",
  "HintParameters",
  "HintParameter",
  "String",
  "Integer",
  "Float",
  "Duration",
]);

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="];

/** Nodes that there may be with these texts only. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  Span: ["span"],
  Resource: ["resource"],
  IntrinsicField: ["name", "duration", "kind", "status"],
  FieldOp: [...COMPARISONS, "=~", "!~"],
  ComparisonOp: COMPARISONS,
  And: ["&&"],
  Or: ["||"],
  Pipe: ["|"],
  // Child, descendant, parent, ancestor.
  Gt: [">"],
  Desc: [">>"],
  Lt: ["<"],
  Anc: ["<<"],
  UnionStructuralOp: ["&>>"],
  AggregateExpression: ["max", "min", "avg", "sum"],
  MetricsOperationBasicType: ["rate", "count_over_time"],
  MetricsOverTimeType: [
    "min_over_time",
    "max_over_time",
    "avg_over_time",
    "sum_over_time",
  ],
  MetricsAggregatorFunctionType: ["topk"],
  With: ["with"],
  HintIdentifier: ["most_recent"],
  HintValue: ["true"],
};

/**
 * What in a TraceQL query is not known to be understood both by Tempo and by
 * the parser of Grafana. Everything that is not allowed is a fault.
 */
export function syntaxFaults(query: string): string[] {
  const faults: string[] = [];
  let hasMetrics = false;
  parser.parse(query).iterate({
    enter({ name, node, type }) {
      const text = query.slice(node.from, node.to).trim();
      hasMetrics ||= name === "MetricsOperation";
      if (type.isError) {
        faults.push(`does not parse at ${node.from}: ${JSON.stringify(text)}`);
      } else if (!isAllowed(node, text)) {
        faults.push(`may not have ${name} ${JSON.stringify(text)}`);
      } else if (name === "WithHint" && hasMetrics) {
        faults.push("may not have a hint after a metrics query");
      }
    },
  });
  return faults;
}

function isAllowed(node: SyntaxNode, text: string): boolean {
  const texts = TEXTS[node.name];
  if (texts !== undefined) return texts.includes(text);
  // Without its scope an attribute is looked for everywhere.
  if (node.name === "AttributeField") return /^(span|resource)\./.test(text);
  return STRUCTURE.has(node.name);
}
