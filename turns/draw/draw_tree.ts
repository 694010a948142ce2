import { printableLine } from "../../tracing/base/printable.ts";
import { inputTokens, outputTokens, roleOf } from "../model/classify.ts";
import { fittedParts, type Part } from "./_fitted_parts.ts";
import { count, duration, size, type Style, styled } from "./format.ts";
import { growthStyle } from "./growth_style.ts";
import { number, type Span, text } from "../source/span.ts";

/** Options for {@linkcode drawTree}. */
export interface DrawOptions {
  /**
   * Whether to use colours.
   *
   * @default {false}
   */
  readonly color?: boolean;
  /** How many columns a line may take; no limit unless given. */
  readonly columns?: number;
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

/** How many tokens a prompt grew by, where that is known. */
function growthTokens(span: Span): number | undefined {
  return inputTokens(span) === undefined
    ? undefined
    : number(span, "turn.prompt.delta_tokens");
}

function growth(span: Span): string | undefined {
  const delta = growthTokens(span);
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

/** The tokens of the largest prompt, beside which the growths are seen. */
function largestPrompt(spans: readonly Span[]): number {
  return spans.reduce((largest, span) => {
    const tokens = inputTokens(span) ?? 0;
    if (tokens <= largest) return largest;
    return ["turn", "call"].includes(roleOf(span)) ? tokens : largest;
  }, 0);
}

/** What stands in a span's line. */
function partsOf(span: Span, largest: number): Part[] {
  const status = number(span, "http.response.status_code");
  const result = number(span, "tool.result.size");
  const part = (value: string | undefined, style?: Style): Part[] =>
    value === undefined ? [] : [{ text: printableLine(value), style }];
  const about = subject(span);
  const grown = growthStyle(
    { promptTokens: inputTokens(span), growthTokens: growthTokens(span) },
    largest,
  );
  // Where agents and their turns begin is what a reader looks for.
  const name = /^agent\./.test(span.name) ? "bold" : undefined;
  return [
    part(span.name, name),
    about === "" ? [] : [{ text: printableLine(about), close: true as const }],
    part(duration(Math.max(0, span.endMs - span.startMs)), "dim"),
    part(tokens(span)),
    part(growth(span), grown),
    part(status === undefined ? undefined : `HTTP ${status}`),
    part(result === undefined ? undefined : size(result)),
    part(failure(span), "red"),
  ].flat();
}

function byTime(a: Span, b: Span): number {
  return a.startMs - b.startMs || b.endMs - a.endMs ||
    (a.spanId < b.spanId ? -1 : 1);
}

const key = (span: Span, id: string) => `${span.traceId}/${id}`;

/** Deeper spans are not drawn further to the right: their depth is a number. */
const DEEPEST = 40;
/** Nor are they where less than this would be left of a line for each level. */
const COLUMNS_PER_LEVEL = 8;
/** What a line that goes on is moved to the right by. */
const INDENT = "  ";
/** No line is made narrower than this: that could not be read. */
const LEAST_ROOM = 6;

/** A span to be drawn, with what stands before it on its line. */
interface Waiting {
  readonly span: Span;
  readonly depth: number;
  readonly before: string;
  readonly below: string;
}

/** How a tree is drawn. */
interface Drawing {
  readonly color: boolean;
  readonly columns: number;
  /** The level from which on lines move no further to the right. */
  readonly deepest: number;
  /** The tokens of the largest prompt. */
  readonly largest: number;
}

function drawingOf(spans: readonly Span[], options: DrawOptions): Drawing {
  const { color = false, columns = Infinity } = options;
  const levels = Math.max(1, Math.floor(columns / COLUMNS_PER_LEVEL));
  return {
    color,
    columns,
    deepest: Math.min(DEEPEST, levels),
    largest: largestPrompt(spans),
  };
}

/** A span's children to be drawn, the last of them first. */
function below(
  { depth, below }: Waiting,
  inside: readonly Span[],
  { deepest }: Drawing,
): Waiting[] {
  return inside.toReversed().map((span, i) => {
    const branch = i === 0 ? "└─ " : "├─ ";
    return {
      span,
      depth: depth + 1,
      before: below + (depth < deepest ? branch : `${branch}(${depth + 1}) `),
      below: depth < deepest ? below + (i === 0 ? "   " : "│  ") : below,
    };
  });
}

/** Draws a span's line, which goes on below where it has no room. */
function drawLine(
  { span, before, below }: Waiting,
  isParent: boolean,
  { color, columns, largest }: Drawing,
): string {
  const next = below + (isParent ? "│  " : "   ") + INDENT;
  const roomOf = (line: number) =>
    Math.max(LEAST_ROOM, columns - (line === 0 ? before : next).length);
  return fittedParts(partsOf(span, largest), roomOf, color)
    .map((text, i) => styled(i === 0 ? before : next, "dim", color) + text)
    .join("\n");
}

/**
 * Draws spans as a tree: one line a span with its name, what it is about, its
 * duration, its tokens, what made its prompt grow, and how it ended. Siblings
 * are in order of start. A span whose parent is not among the spans (it was not
 * written, or is in another file) is drawn at the left. Below the 40th level
 * lines are not indented further, and give their level as a number. With
 * `columns` that begins earlier, and longer lines are wrapped.
 *
 * @example Usage
 * ```ts
 * import { drawTree, FileSource, loadRun } from "@turnspan/turnspan/turns";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { spans } = await loadRun(source, "chiller-6");
 * assertStringIncludes(drawTree(spans), "└─ agent.turn 3");
 * ```
 *
 * @param spans The spans.
 * @param options Additional options.
 * @returns The lines, without a final line end.
 */
export function drawTree(
  spans: Iterable<Span>,
  options: DrawOptions = {},
): string {
  const all = [...spans].sort(byTime);
  const drawing = drawingOf(all, options);
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
      const { span } = next;
      if (drawn.has(span)) continue;
      drawn.add(span);
      const inside = children.get(key(span, span.spanId)) ?? [];
      lines.push(drawLine(next, inside.length > 0, drawing));
      for (const child of below(next, inside, drawing)) stack.push(child);
    }
  };
  roots.forEach(draw);
  // Spans left over are each other's parents: damaged, but still shown.
  all.filter((span) => !drawn.has(span)).forEach(draw);
  return lines.join("\n");
}
