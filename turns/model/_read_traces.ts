import { roleOf } from "./classify.ts";
import type { Span } from "../source/span.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { TraceTurns } from "./turns_of.ts";

/** What is told of what is read. */
export interface Visitor {
  /** A span of a trace that is wanted, or not; each is told once. */
  span(span: Span, isWanted: boolean): void;
  /** A trace, with all its spans. */
  trace(trace: TraceTurns): void;
}

/** What is read. */
export interface Reading {
  /** Only these traces. */
  readonly traceIds?: ReadonlySet<string> | undefined;
  /** How many spans are held at a time, about. */
  readonly room: number;
}

/** A trace, and whether a span came that ends after all others. */
interface Held {
  readonly trace: TraceTurns;
  isEnded: boolean;
}

const isLast = ({ parentSpanId, name }: Span) =>
  parentSpanId === undefined || name === "agent.run";

/** Whether a span can change what its trace comes to. */
function saysAnything(span: Span): boolean {
  const role = roleOf(span);
  return role === "turn" || role === "call" || span.name === "agent.run";
}

/**
 * Reads a source once. A trace is told when there is no room for more and its
 * last span has come, which in a file that an exporter wrote is behind the
 * others.
 *
 * @returns Whether that went well; not where a turn or a call came later than
 * that, or there is no room for what has not ended.
 */
export async function readInOrder(
  source: TraceSource,
  { traceIds, room }: Reading,
  visitor: Visitor,
): Promise<boolean> {
  const held = new Map<string, Held>();
  const told = new Set<string>();
  let spans = 0;
  for await (const span of source.spans(traceIds && { traceIds })) {
    const { traceId } = span;
    const isWanted = traceIds?.has(traceId) ?? true;
    visitor.span(span, isWanted);
    if (!isWanted) continue;
    if (told.has(traceId)) {
      if (saysAnything(span)) return false;
      continue;
    }
    const one = held.get(traceId) ??
      { trace: new TraceTurns(), isEnded: false };
    held.set(traceId, one);
    one.trace.add(span);
    one.isEnded ||= isLast(span);
    if (++spans <= room) continue;
    // The newest stay: a proxy's spans come somewhat later than the agent's.
    for (const [id, { trace, isEnded }] of held) {
      if (spans <= room / 2) break;
      if (!isEnded) continue;
      visitor.trace(trace);
      held.delete(id);
      told.add(id);
      spans -= trace.size;
    }
    if (spans > room / 2) return false;
  }
  for (const { trace } of held.values()) visitor.trace(trace);
  return true;
}

/** A bound on how often a source is read. */
const MOST_PARTS = 4096;

/** Spreads traces evenly, whatever their ids look like. */
function hashOf(traceId: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < traceId.length; i++) {
    hash = Math.imul(hash ^ traceId.charCodeAt(i), 16_777_619) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Reads a source whose spans come in any order, from however many files: as
 * often as it takes to hold a part of the traces at a time.
 */
export async function readInParts(
  source: TraceSource,
  { traceIds, room }: Reading,
  visitor: Visitor,
): Promise<void> {
  let parts = 1;
  for (let part = 0; part < parts; part++) {
    const held = new Map<string, TraceTurns>();
    let spans = 0;
    for await (const span of source.spans(traceIds && { traceIds })) {
      const { traceId } = span;
      const isWanted = traceIds?.has(traceId) ?? true;
      if (part === 0) visitor.span(span, isWanted);
      if (!isWanted || hashOf(traceId) % parts !== part) continue;
      const trace = held.get(traceId) ?? new TraceTurns();
      held.set(traceId, trace);
      trace.add(span);
      spans++;
      // Only the first reading can still make the parts smaller.
      while (
        part === 0 && spans > room && held.size > 1 && parts < MOST_PARTS
      ) {
        parts *= 2;
        spans = 0;
        for (const [id, { size }] of held) {
          if (hashOf(id) % parts === 0) spans += size;
          else held.delete(id);
        }
      }
    }
    for (const trace of held.values()) visitor.trace(trace);
  }
}
