import type { CountTokens } from "../../demo/scripted_model/wire/tokenizer.ts";
import { sourceOf } from "../../tracing/prompt/piece.ts";
import { readRequest } from "../../tracing/prompt/wire/read_request.ts";
import {
  type RecordedSpan,
  spanForest,
  type SpanNode,
} from "../../testing/mod.ts";
import type { ReceivedRequest } from "../_helpers/scripted_model.ts";

/** What a source holds of a prompt, or cost over a run. */
export interface DemoLine {
  readonly source: string;
  /** As the ledger tells it. */
  readonly told: number;
  /** As a real tokenizer counts its pieces. */
  readonly counted: number;
  readonly pieces: number;
}

/** A turn of an agent, or all of them. */
interface Column {
  readonly title: string;
  readonly basis: string;
  readonly lines: readonly DemoLine[];
}

/** The ledger of an agent. */
export interface DemoLedger {
  readonly agent: string;
  readonly columns: readonly Column[];
}

/** Reads the ledgers of a run: its own, and those of agents inside. */
export class DemoLedgers {
  readonly #requests: ReadonlyMap<string | undefined, unknown>;
  readonly #sources: ReadonlyMap<unknown, string>;
  readonly #count: CountTokens;
  readonly #forest: readonly SpanNode[];

  constructor(
    spans: readonly RecordedSpan[],
    requests: readonly ReceivedRequest[],
    count: CountTokens,
  ) {
    this.#forest = spanForest(spans);
    this.#count = count;
    // The parent that a request names is its attempt's span.
    this.#requests = new Map(requests.map(({ headers, body }) => [
      headers.get("traceparent")?.split("-")[2],
      body,
    ]));
    this.#sources = new Map(spans.map(({ attributes }) => [
      attributes["gen_ai.tool.call.id"],
      `${attributes["tool.server"]}/${attributes["tool.name"]}`,
    ]));
  }

  /** The agent's own first; of agents inside the smaller first. */
  all(): DemoLedger[] {
    const agents = this.#forest.flatMap(agentsIn).map((node) =>
      this.#ledger(node)
    );
    return agents.toSorted((one, other) =>
      other.columns.length - one.columns.length || size(one) - size(other)
    );
  }

  #ledger(agent: SpanNode): DemoLedger {
    const turns = agent.children.filter(({ span }) =>
      span.name === "agent.turn"
    );
    const columns = turns.map((turn): Column => ({
      title: `${turn.span.attributes["turn.index"]}`,
      basis: `${turn.span.attributes["turn.prompt.tokens_basis"]}`,
      lines: this.#lines(turn, "turn.prompt", [turn]),
    }));
    const inside = turnsIn(agent);
    const lines = this.#lines(agent, "agent.prompt", inside);
    return {
      agent: `${agent.span.attributes["gen_ai.agent.name"]}`,
      columns: [...columns, { title: "cost", basis: "", lines }],
    };
  }

  /** The lines that a span tells, beside a count of the same pieces. */
  #lines(
    { span: { attributes } }: SpanNode,
    prefix: "turn.prompt" | "agent.prompt",
    turns: readonly SpanNode[],
  ): DemoLine[] {
    const counted = new Map<string, { tokens: number; pieces: number }>();
    for (const turn of turns) {
      for (const { source, tokens } of this.#pieces(turn)) {
        const known = counted.get(source) ?? { tokens: 0, pieces: 0 };
        known.tokens += tokens;
        known.pieces++;
        counted.set(source, known);
      }
    }
    const sources = attributes[`${prefix}.sources`] as readonly string[];
    const told = attributes[`${prefix}.source_tokens`] as readonly number[];
    return sources.map((source, place) => ({
      source,
      told: told[place]!,
      counted: counted.get(source)?.tokens ?? 0,
      pieces: counted.get(source)?.pieces ?? 0,
    }));
  }

  #pieces(turn: SpanNode) {
    const chat = turn.children.find(({ span }) =>
      span.name.startsWith("chat ")
    )!;
    const post = chat.children.at(-1)!.span.spanContext().spanId;
    const { parts } = readRequest(this.#requests.get(post))!;
    return parts.map((part) => ({
      source: sourceOf(part, (id) => this.#sources.get(id)),
      tokens: this.#count(part.given ?? part.text),
    }));
  }
}

/** Draws a ledger as a table: a row a source, a column a turn. */
export function drawLedger({ agent, columns }: DemoLedger): string {
  const last = columns.at(-1)!;
  const rows = [
    [agent, ...columns.map(({ title }) => title)],
    ["", ...columns.map(({ basis }) => basis.slice(0, 4))],
    ...last.lines.map(({ source }) => [
      source,
      ...columns.map(({ lines }) =>
        `${lines.find((line) => line.source === source)?.told ?? "."}`
      ),
    ]),
  ];
  return rows.map(([name, ...cells]) =>
    `${name!.padEnd(25)}${cells.map((cell) => cell.padStart(7)).join("")}`
      .trimEnd()
  ).join("\n");
}

function agentsIn(node: SpanNode): SpanNode[] {
  const isAgent = ["agent.run", "agent.invoke"].includes(node.span.name);
  return [...(isAgent ? [node] : []), ...node.children.flatMap(agentsIn)];
}

function turnsIn(node: SpanNode): SpanNode[] {
  const isTurn = node.span.name === "agent.turn";
  return [...(isTurn ? [node] : []), ...node.children.flatMap(turnsIn)];
}

function size({ columns: [first] }: DemoLedger): number {
  return first!.lines.reduce((sum, { told }) => sum + told, 0);
}
