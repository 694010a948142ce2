import { printableLine } from "../../tracing/base/printable.ts";
import { inputTokens, outputTokens } from "../model/classify.ts";
import { count, duration, size, styled } from "./format.ts";
import { number, type Span, text } from "../source/span.ts";

/** Options for {@linkcode drawTree}. */
export interface DrawOptions {
  /**
   * Whether to use colours.
   *
   * @default {false}
   */
  readonly color?: boolean;
}

/** What a span is about, besides its name. */
function subject(span: Span): string {
  const tool = text(span, "tool.name") ?? text(span, "gen_ai.tool.name");
  const server = text(span, "tool.server");
  switch (span.name) {
    case "agent.run":
      return text(span, "agent.runner") ?? "";
    case "agent.invoke":
      return text(span, "gen_ai.agent.name") ?? "";
    case "agent.turn":
      return [number(span, "turn.index") ?? "", text(span, "turn.phase")]
        .filter((part) => part !== undefined).join(" ");
    case "tools/list":
      return server ?? "";
  }
  if (tool === undefined || span.name.includes(tool)) return "";
  return server === undefined ? tool : `${server}/${tool}`;
}

/** A run whose calls reported nothing says 0: that is not known, not none. */
function total(span: Span, name: string): number | undefined {
  return number(span, `agent.usage.${name}`) || undefined;
}

function tokens(span: Span): string | undefined {
  const input = inputTokens(span) ?? total(span, "input_tokens");
  const output = outputTokens(span) ?? total(span, "output_tokens");
  if (input === undefined && output === undefined) return undefined;
  const reply = output === undefined ? "" : ` → ${count(output)}`;
  return `${input === undefined ? "?" : count(input)}${reply} tokens`;
}

function growth(span: Span): string | undefined {
  const delta = inputTokens(span) === undefined
    ? undefined
    : number(span, "turn.prompt.delta_tokens");
  const by = text(span, "turn.prompt.grew_by");
  const bytes = number(span, "turn.prompt.grew_by_bytes");
  const grown = delta === undefined
    ? ""
    : `${delta < 0 ? "" : "+"}${count(delta)}`;
  if (by === undefined) return grown === "" ? undefined : grown;
  const cause = bytes === undefined ? by : `${by} ${size(bytes)}`;
  return grown === "" ? `new: ${cause}` : `${grown} (${cause})`;
}

function failure(span: Span): string | undefined {
  return span.failed
    ? `ERROR ${text(span, "error.type") ?? ""}`.trimEnd()
    : undefined;
}

function line(span: Span, color: boolean): string {
  const status = number(span, "http.response.status_code");
  const result = number(span, "tool.result.size");
  const style = (value: string | undefined, how: "dim" | "yellow" | "red") =>
    value === undefined ? undefined : styled(printableLine(value), how, color);
  const about = printableLine(subject(span));
  const name = styled(printableLine(span.name), "bold", color);
  return [
    about === "" ? name : `${name} ${about}`,
    style(duration(Math.max(0, span.endMs - span.startMs)), "dim"),
    tokens(span),
    style(growth(span), "yellow"),
    status === undefined ? undefined : `HTTP ${status}`,
    result === undefined ? undefined : size(result),
    style(failure(span), "red"),
  ].filter((part) => part !== undefined).join("  ");
}

function byTime(a: Span, b: Span): number {
  return a.startMs - b.startMs || b.endMs - a.endMs ||
    (a.spanId < b.spanId ? -1 : 1);
}

const key = (span: Span, id: string) => `${span.traceId}/${id}`;

/** Deeper spans are not drawn further to the right: their depth is a number. */
const DEEPEST = 40;

/** A span to be drawn, with what stands before it on its line. */
interface Waiting {
  readonly span: Span;
  readonly depth: number;
  readonly before: string;
  readonly below: string;
}

/** A span's children to be drawn, the last of them first. */
function below({ depth, below }: Waiting, inside: readonly Span[]): Waiting[] {
  return inside.toReversed().map((span, i) => {
    const branch = i === 0 ? "└─ " : "├─ ";
    return {
      span,
      depth: depth + 1,
      before: below + (depth < DEEPEST ? branch : `${branch}(${depth + 1}) `),
      below: depth < DEEPEST ? below + (i === 0 ? "   " : "│  ") : below,
    };
  });
}

/**
 * Draws spans as a tree: one line a span with its name, what it is about, its
 * duration, its tokens, what made its prompt grow, and how it ended. Siblings
 * are in order of start. A span whose parent is not among the spans (it was not
 * written, or is in another file) is drawn at the left. Below the 40th level
 * lines move no further to the right, and tell their level as a number.
 *
 * @param spans The spans.
 * @param options Additional options.
 * @returns The lines, without a final line end.
 */
export function drawTree(
  spans: Iterable<Span>,
  options: DrawOptions = {},
): string {
  const { color = false } = options;
  const all = [...spans].sort(byTime);
  const ids = new Set(all.map((span) => key(span, span.spanId)));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of all) {
    const parent = span.parentSpanId && key(span, span.parentSpanId);
    const siblings = parent && children.get(parent);
    if (!parent || !ids.has(parent)) roots.push(span);
    else if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  const drawn = new Set<Span>();
  const lines: string[] = [];
  const draw = (root: Span) => {
    const stack: Waiting[] = [{ span: root, depth: 0, before: "", below: "" }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { span, before } = next;
      if (drawn.has(span)) continue;
      drawn.add(span);
      lines.push(styled(before, "dim", color) + line(span, color));
      const inside = children.get(key(span, span.spanId)) ?? [];
      for (const child of below(next, inside)) stack.push(child);
    }
  };
  roots.forEach(draw);
  // Spans left over are each other's parents: damaged, but still shown.
  all.filter((span) => !drawn.has(span)).forEach(draw);
  return lines.join("\n");
}
