import { roleOf } from "./classify.ts";
import { readBatches } from "../source/read_batches.ts";
import type { Span } from "../source/span.ts";
import type { SpanLook } from "../source/span_look.ts";
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

/** Looks at what a turn, a call, an agent or a proxy says; of others, at parents. */
const OF_TRACES: SpanLook = {
  matters: (json) => /agent\.|gen_ai\.|litellm\.cost\./.test(json),
  others: "head",
};

const queryOf = (traceIds: ReadonlySet<string> | undefined) =>
  traceIds && { traceIds };

/** Traces that are not yet told. */
class HeldTraces {
  readonly #room: number;
  readonly #visitor: Visitor;
  readonly #held = new Map<string, Held>();
  readonly #told = new Set<string>();
  #spans = 0;

  constructor(room: number, visitor: Visitor) {
    this.#room = room;
    this.#visitor = visitor;
  }

  /** Adds a span, and says whether all goes well. */
  add(span: Span): boolean {
    const { traceId } = span;
    if (this.#told.has(traceId)) return !saysAnything(span);
    const one = this.#held.get(traceId) ??
      { trace: new TraceTurns(), isEnded: false };
    this.#held.set(traceId, one);
    one.trace.add(span);
    one.isEnded ||= isLast(span);
    return ++this.#spans <= this.#room || this.#makeRoom();
  }

  /** Tells what is left. */
  end(): void {
    for (const { trace } of this.#held.values()) this.#visitor.trace(trace);
  }

  #makeRoom(): boolean {
    const half = this.#room / 2;
    // The newest stay: a proxy's spans come somewhat later than the agent's.
    for (const [id, { trace, isEnded }] of this.#held) {
      if (this.#spans <= half) break;
      if (!isEnded) continue;
      this.#visitor.trace(trace);
      this.#held.delete(id);
      this.#told.add(id);
      this.#spans -= trace.size;
    }
    return this.#spans <= half;
  }
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
  const held = new HeldTraces(room, visitor);
  for await (const batch of readBatches(source, queryOf(traceIds), OF_TRACES)) {
    for (const span of batch) {
      const isWanted = traceIds?.has(span.traceId) ?? true;
      visitor.span(span, isWanted);
      if (isWanted && !held.add(span)) return false;
    }
  }
  held.end();
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

/** A part of the traces: those that are read at a time. */
class TracesOfPart {
  readonly #room: number;
  readonly #part: number;
  readonly #held = new Map<string, TraceTurns>();
  #spans = 0;
  /** How many parts there are. */
  parts: number;

  constructor(room: number, part: number, parts: number) {
    this.#room = room;
    this.#part = part;
    this.parts = parts;
  }

  /** Adds a span, where its trace is of this part. */
  add(span: Span): void {
    const { traceId } = span;
    if (hashOf(traceId) % this.parts !== this.#part) return;
    const trace = this.#held.get(traceId) ?? new TraceTurns();
    this.#held.set(traceId, trace);
    trace.add(span);
    this.#spans++;
    // Only the first reading can still make the parts smaller.
    while (
      this.#part === 0 && this.#spans > this.#room && this.#held.size > 1 &&
      this.parts < MOST_PARTS
    ) this.#halve();
  }

  /** Tells the traces. */
  end(visitor: Visitor): void {
    for (const trace of this.#held.values()) visitor.trace(trace);
  }

  #halve(): void {
    this.parts *= 2;
    this.#spans = 0;
    for (const [id, { size }] of this.#held) {
      if (hashOf(id) % this.parts === 0) this.#spans += size;
      else this.#held.delete(id);
    }
  }
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
    const held = new TracesOfPart(room, part, parts);
    const query = queryOf(traceIds);
    for await (const batch of readBatches(source, query, OF_TRACES)) {
      for (const span of batch) {
        const isWanted = traceIds?.has(span.traceId) ?? true;
        if (part === 0) visitor.span(span, isWanted);
        if (isWanted) held.add(span);
      }
    }
    held.end(visitor);
    parts = held.parts;
  }
}
