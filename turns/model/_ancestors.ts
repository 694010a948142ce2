import type { CallCost } from "./call_cost.ts";
import type { SpanRole } from "./classify.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** What is kept of a span. */
export interface Node {
  readonly role: SpanRole;
  readonly parentSpanId: string | undefined;
  readonly runId: string | undefined;
  readonly runner: string | undefined;
  readonly agent: string | undefined;
  readonly service: string | undefined;
  /** Of a turn or a model call. */
  readonly row: TurnRow | undefined;
  /** What it says that its call cost. */
  readonly cost: CallCost | undefined;
  /** Of a run. */
  readonly scenario: string | undefined;
  /** Of a run. */
  readonly ledger: readonly SourceTokens[] | undefined;
}

/** What the spans above a span say: of each thing, the nearest that says it. */
export interface Above {
  readonly runId?: string | undefined;
  readonly runner?: string | undefined;
  readonly agent?: string | undefined;
  /** That of the topmost span. */
  readonly service?: string | undefined;
  /** The nearest turn, model call or scope. */
  readonly holder?: { readonly id: string; readonly role: SpanRole };
}

/**
 * Tells what is above the spans of a trace. Each span is looked at once, however
 * many there are below it.
 */
export class Ancestors {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #known = new Map<string, Above>();

  /** @param nodes The spans of the trace, by their ids. */
  constructor(nodes: ReadonlyMap<string, Node>) {
    this.#nodes = nodes;
  }

  /** What is above a span. A trace that loops ends where it would begin anew. */
  of(id: string): Above {
    const path = new Set<string>();
    let top: string | undefined = id;
    while (top !== undefined && !this.#known.has(top) && !path.has(top)) {
      path.add(top);
      top = this.#parentOf(top);
    }
    let above = top === undefined ? undefined : this.#known.get(top);
    for (const below of [...path].reverse()) {
      above = above === undefined ? {} : this.#under(below, above);
      this.#known.set(below, above);
    }
    return this.#known.get(id) ?? {};
  }

  /** The span's parent, where it is among the spans. */
  #parentOf(id: string): string | undefined {
    const parent = this.#nodes.get(id)?.parentSpanId;
    return parent !== undefined && this.#nodes.has(parent) ? parent : undefined;
  }

  /** What is above a span, by its parent and by what is above that. */
  #under(id: string, above: Above): Above {
    const parent = this.#parentOf(id);
    const node = parent === undefined ? undefined : this.#nodes.get(parent);
    if (parent === undefined || node === undefined) return above;
    const { role } = node;
    return {
      ...above,
      runId: node.runId ?? above.runId,
      runner: node.runner ?? above.runner,
      agent: node.agent ?? above.agent,
      service: above.service ?? node.service,
      ...(role === "other" ? {} : { holder: { id: parent, role } }),
    };
  }
}
