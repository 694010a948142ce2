import { AssertionError } from "@std/assert";
import type { SpanSource } from "./assert_span_tree.ts";
import { attributeFaults } from "./_contract_attributes.ts";
import { failureFaults } from "./_contract_failures.ts";
import { placeFaults, sequenceFaults } from "./_contract_places.ts";
import { totalFaults } from "./_contract_totals.ts";
import type { Fault } from "./_fault.ts";
import { type OurSpan, ourSpans, pathOf, roleOf } from "./_our_spans.ts";
import type { RecordedSpan } from "./recorded_span.ts";
import { spansIn } from "./_span_source.ts";
import { drawSpanTree } from "./span_tree.ts";
import { wholeSpans } from "./_whole_spans.ts";

/** Options for {@linkcode assertContract}. */
export interface AssertContractOptions {
  /**
   * Whether only what the contract names may be there: no attributes of your
   * own on our spans, no other spans, no run inside another span, and no span
   * that is missing.
   *
   * @default {false}
   */
  readonly exact?: boolean;
  /**
   * Milliseconds by which a span may begin before or end after its parent. The
   * recorder's spans need none; those of a backend that rounds times may.
   *
   * @default {0}
   */
  readonly toleranceMs?: number;
}

/** Faults that a message lists. */
const MOST_FAULTS = 20;
/** Characters of a value that a message shows: it may be a whole prompt. */
const MOST_SHOWN = 120;

const NO_NAME = { rule: "name", expected: "one of the contract's" };
const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

/**
 * Asserts that spans keep the contract, which is the span reference, for any
 * agent and any run.
 *
 * It covers which spans there are and where they are, their kinds, the names
 * and types of their attributes, how a failure looks, that a span lies within
 * its parent in time, that turns count from 1, and that every sum and every
 * ledger adds up. Spans of a proxy, of a server or of the program itself are
 * ignored, and so are your own attributes. A sum is checked where all that it
 * is made of is there.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { assertContract, SpanRecorder } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 * await traceRun({ runner: "mine", model: "gpt-5" }, (run) =>
 *   run.turn((turn) => turn.tool({ name: "add" }, (call) => call.result("3"))));
 *
 * assertContract(recorder);
 * ```
 *
 * @param actual The recorder, or the spans.
 * @param options Additional options.
 * @throws {AssertionError} If a rule is broken. The message has a line for each:
 * where the span is, the rule, what was expected, and what was there.
 * @throws {TypeError} If what is given is neither a recorder nor a list of spans.
 */
export function assertContract(
  actual: SpanSource,
  options: AssertContractOptions = {},
): void {
  const { exact = false, toleranceMs = 0 } = options;
  const spans = spansIn(actual);
  const { ours, others } = ourSpans(spans);
  const lines = [
    ...endFaults(actual),
    ...circleFaults(spans.length - ours.length - others.length),
    ...idFaults(ours),
  ];
  const faulty = new Set<string>();
  const isWhole = wholeSpans(ours);
  const siblingsOf = siblings(ours);
  for (const our of ours) {
    const faults = faultsOf(our, {
      exact,
      toleranceMs,
      siblings: siblingsOf(our),
      isWhole: exact || isWhole(our),
    });
    if (faults.length === 0) continue;
    faulty.add(our.span.spanContext().traceId);
    const path = pathOf(our, siblingsOf);
    lines.push(...faults.map((fault) => `${path}: ${inWords(fault)}`));
  }
  for (const { span, parent } of exact ? others : []) {
    faulty.add(span.spanContext().traceId);
    const path = parent === undefined ? "" : `${pathOf(parent, siblingsOf)} > `;
    const actual = JSON.stringify(span.name);
    lines.push(path + span.name + `: ${inWords({ ...NO_NAME, actual })}`);
  }
  if (lines.length === 0) return;
  const shown = spans.filter((span) => faulty.has(span.spanContext().traceId));
  throw new AssertionError(message(lines, shown));
}

/** How one span is looked at. */
interface Look {
  readonly exact: boolean;
  readonly toleranceMs: number;
  readonly siblings: readonly OurSpan[];
  /** Whether all that was inside it is there. */
  readonly isWhole: boolean;
}

function faultsOf(our: OurSpan, look: Look): readonly Fault[] {
  const { exact, toleranceMs, siblings, isWhole } = look;
  const { span, role } = our;
  return [
    ...placeFaults(our, look),
    ...attributeFaults(span, role, exact),
    ...failureFaults(span, exact),
    ...sequenceFaults(our, siblings, toleranceMs),
    ...totalFaults(our, isWhole),
  ];
}

function endFaults(source: SpanSource): string[] {
  if (!("spans" in source)) return [];
  const isOurs = (name: string) => roleOf(name) !== undefined;
  return [
    ...source.unended.filter(isOurs).map((name) =>
      `${name}: end: expected one, got none`
    ),
    ...source.endedAgain.filter(isOurs).map((name) =>
      `${name}: end: expected one, got more`
    ),
  ];
}

/** Spans that lead to no root are each other's parents. */
function circleFaults(lost: number): string[] {
  return lost === 0
    ? []
    : [`${lost} spans: parent: expected one further up, got one below`];
}

function idFaults(ours: readonly OurSpan[]): string[] {
  const seen = new Set<string>();
  return ours.flatMap(({ span }) => {
    const { traceId, spanId } = span.spanContext();
    const isTwice = seen.has(spanId);
    seen.add(spanId);
    return [
      ...(isTwice
        ? [
          `${span.name}: span id: expected one of its own, got "${spanId}" again`,
        ]
        : []),
      ...(TRACE_ID.test(traceId) && SPAN_ID.test(spanId) ? [] : [
        `${span.name}: ids: expected 32 and 16 digits, got "${traceId}" and "${spanId}"`,
      ]),
    ];
  });
}

/** Tells the spans beside a span, itself among them. */
function siblings(
  ours: readonly OurSpan[],
): (our: OurSpan) => readonly OurSpan[] {
  const tops = Map.groupBy(
    ours.filter(({ parent }) => parent === undefined),
    above,
  );
  return (our) => our.parent?.children ?? tops.get(above(our)) ?? [];
}

/** Stands for the place of a span that is under none of ours. */
function above({ span, isOrphan }: OurSpan): string | undefined {
  return isOrphan ? span.parentSpanContext?.spanId : undefined;
}

function inWords({ rule, expected, actual }: Fault): string {
  const shown = actual.length > MOST_SHOWN
    ? `${actual.slice(0, MOST_SHOWN)}…`
    : actual;
  return `${rule}: expected ${expected}, got ${shown}`;
}

function message(
  lines: readonly string[],
  spans: readonly RecordedSpan[],
): string {
  const more = lines.length - MOST_FAULTS;
  return [
    `Spans do not keep the contract (${lines.length} ${
      lines.length === 1 ? "fault" : "faults"
    }):`,
    ...lines.slice(0, MOST_FAULTS),
    ...(more > 0 ? [`… and ${more} more`] : []),
    "",
    drawSpanTree(spans, { kind: true, status: true }),
  ].join("\n").trimEnd();
}
