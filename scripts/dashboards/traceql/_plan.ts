import type { Field } from "./_field.ts";
import { literalOf } from "./_literal.ts";
import { type Metric, metricOf } from "./_metric.ts";
import { type Node, onlyChild, refuse } from "./_node.ts";
import { type Finder, finderOf } from "./_spanset.ts";
import { selectedBy, type Stage, stageOf } from "./_stage.ts";
import { numberIn } from "./_value.ts";

/** A query, ready to be asked. */
export interface Plan {
  readonly find: Finder;
  readonly stages: readonly Stage[];
  readonly columns: readonly Field[];
  readonly metric?: Metric;
  readonly top?: { readonly k: number; readonly largest: boolean };
}

/** What a parsed query does, step after step. */
export function planOf(root: Node): Plan {
  const [pipeline, hint] = root.children;
  if (pipeline === undefined || root.name !== "TraceQL") {
    refuse(root, "it is no query");
  }
  const [first, ...stages] = pipedOf(pipeline);
  let plan: Plan = { find: finderOf(first!), stages: [], columns: [] };
  for (const stage of stages) plan = withStage(plan, stage);
  if (hint !== undefined) checkHint(hint, plan);
  return plan;
}

/** What stands between the pipes. */
function pipedOf(node: Node): Node[] {
  const [left, between, right] = node.children;
  if (node.own !== "" || left === undefined) return [node];
  if (between?.name === "Pipe" && right !== undefined) {
    return [...pipedOf(left), onlyChild(right)];
  }
  return [node];
}

function withStage(plan: Plan, node: Node): Plan {
  if (node.name === "MetricsAggregatorFunctions") {
    return { ...plan, top: topIn(node, plan) };
  }
  if (plan.metric !== undefined) {
    refuse(node, "after a metrics function there is only topk or bottomk");
  }
  if (node.name === "MetricsOperation") {
    return { ...plan, metric: metricOf(node) };
  }
  if (node.name === "SelectOperation") {
    return { ...plan, columns: [...plan.columns, ...selectedBy(node)] };
  }
  return { ...plan, stages: [...plan.stages, stageOf(node)] };
}

function topIn(
  node: Node,
  { metric, top }: Plan,
): { readonly k: number; readonly largest: boolean } {
  const [operation, limit] = node.children;
  const k = limit && numberIn(literalOf(limit));
  if (metric === undefined || top !== undefined || k === undefined || k < 1) {
    refuse(
      node,
      "it follows a metrics function, once, with a number from 1 on",
    );
  }
  return { k, largest: operation?.text === "topk" };
}

/** Traces are the newest first anyway. */
function checkHint(node: Node, { metric }: Plan): void {
  const text = node.text.replaceAll(/\s/g, "");
  if (text !== "with(most_recent=true)" || metric !== undefined) {
    refuse(node, "the one hint is most_recent=true, after a search");
  }
}
