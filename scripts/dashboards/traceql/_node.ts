import { parser } from "@grafana/lezer-traceql";

/** As the parser gives it. */
type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** A part of a query. */
export interface Node {
  /** What it is, as the grammar calls it. */
  readonly name: string;
  readonly text: string;
  /** Its text without that of its children and without spaces. */
  readonly own: string;
  readonly children: readonly Node[];
}

/** Grammar rules that only wrap what is in them. */
const WRAPPERS = new Set(["SpansetPipeline", "MetricsExpression"]);

/**
 * Parses a TraceQL query.
 *
 * @param query The query, with no variables left in it.
 * @returns The root of its tree.
 * @throws {SyntaxError} If it does not parse.
 */
export function parseQuery(query: string): Node {
  const { topNode } = parser.parse(query);
  topNode.cursor().iterate(({ type, from }) => {
    if (!type.isError) return;
    throw new SyntaxError(
      `Cannot parse "${query}": the grammar does not expect "${
        query.slice(from, from + 12)
      }" at ${from}`,
    );
  });
  return nodeOf(topNode, query);
}

/**
 * Refuses a part of a query.
 *
 * @param node The part.
 * @param why What it is, and what stands for it in the subset.
 * @throws {SyntaxError} Always.
 */
export function refuse(node: Node, why: string): never {
  throw new SyntaxError(`Cannot evaluate "${node.text}": ${why}`);
}

/** Its only child; anything else is refused. */
export function onlyChild(node: Node): Node {
  const [child, ...others] = node.children;
  if (child === undefined || others.length > 0) {
    refuse(node, "it is not in the subset that is evaluated");
  }
  return child;
}

function nodeOf(node: SyntaxNode, query: string): Node {
  const children: SyntaxNode[] = [];
  for (let at = node.firstChild; at !== null; at = at.nextSibling) {
    children.push(at);
  }
  const [only, ...others] = children;
  if (WRAPPERS.has(node.name) && only !== undefined && others.length === 0) {
    return nodeOf(only, query);
  }
  let own = "";
  let from = node.from;
  for (const child of children) {
    own += query.slice(from, child.from);
    from = child.to;
  }
  own += query.slice(from, node.to);
  return {
    name: node.name,
    text: query.slice(node.from, node.to),
    own: own.replaceAll(/\s/g, ""),
    children: children.map((child) => nodeOf(child, query)),
  };
}
