import { Buffer } from "node:buffer";
import type { PromptPart } from "./wire/read_request.ts";
import type { Attributes } from "../base/otel.ts";

/** What made a prompt grow, and by how many bytes of UTF-8. */
export interface Growth {
  /** `<server>/<tool>`, `user`, `assistant`, `instructions` or `tools`. */
  readonly source: string;
  /** Bytes that the request before did not hold. */
  readonly bytes: number;
}

/** A part of a prompt with its source and size. */
interface SizedPart {
  readonly source: string;
  readonly text: string;
  readonly bytes: number;
}

/**
 * What one request was made of. It keeps the texts for one turn, for the next
 * request to be compared with; only sizes and sources leave it.
 */
export class Prompt {
  readonly #parts: readonly SizedPart[];
  /** The four sizes, as span attributes. */
  readonly sizes: Attributes;

  /**
   * @param parts The parts of the request.
   * @param toolSource Names the source of a tool result by its call's id.
   */
  constructor(
    parts: readonly PromptPart[],
    toolSource: (callId: string) => string | undefined,
  ) {
    const sizes = { instructions: 0, tools: 0, messages: 0, results: 0 };
    const callNames = namesOfCalls(parts);
    this.#parts = parts.map((part) => {
      const bytes = Buffer.byteLength(part.text);
      sizes[sizeOf(part)] += bytes;
      return {
        source: sourceOf(part, callNames, toolSource),
        text: part.text,
        bytes,
      };
    });
    this.sizes = {
      "turn.prompt.bytes.instructions": sizes.instructions,
      "turn.prompt.bytes.tools": sizes.tools,
      "turn.prompt.bytes.messages": sizes.messages,
      "turn.prompt.bytes.results": sizes.results,
    };
  }

  /**
   * Finds the source of the most content that an earlier prompt did not hold.
   */
  grownFrom(before: Prompt): Growth | undefined {
    const known = new Map<string, number>();
    for (const { text } of before.#parts) {
      known.set(text, (known.get(text) ?? 0) + 1);
    }
    const bySource = new Map<string, number>();
    for (const { source, text, bytes } of this.#parts) {
      const count = known.get(text) ?? 0;
      if (count > 0) known.set(text, count - 1);
      else bySource.set(source, (bySource.get(source) ?? 0) + bytes);
    }
    let most: Growth | undefined;
    // The map keeps the order of the request: of equals the first stays.
    for (const [source, bytes] of bySource) {
      if (bytes > (most?.bytes ?? 0)) most = { source, bytes };
    }
    return most;
  }
}

function sizeOf(
  part: PromptPart,
): "instructions" | "tools" | "messages" | "results" {
  if (part.kind === "instructions" || part.kind === "tools") return part.kind;
  return part.kind === "result" ? "results" : "messages";
}

/** What the request itself calls the tool of each call: the first of an id. */
function namesOfCalls(parts: readonly PromptPart[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { callId, call } of parts) {
    if (call === undefined || callId === undefined) continue;
    if (!names.has(callId)) names.set(callId, call.name);
  }
  return names;
}

function sourceOf(
  part: PromptPart,
  callNames: ReadonlyMap<string, string>,
  toolSource: (callId: string) => string | undefined,
): string {
  if (part.kind !== "result") return part.kind;
  const { callId } = part;
  if (callId === undefined) return "local/tool";
  const known = toolSource(callId);
  if (known !== undefined) return known;
  // A call of which the recorder knows nothing: the request itself names it.
  return `local/${callNames.get(callId) ?? "tool"}`;
}

const BUCKETS: readonly (readonly [number, string])[] = [
  [1_000, "<1k"],
  [2_000, "1k-2k"],
  [4_000, "2k-4k"],
  [8_000, "4k-8k"],
  [16_000, "8k-16k"],
  [32_000, "16k-32k"],
  [64_000, "32k-64k"],
  [128_000, "64k-128k"],
];

/**
 * The value of `turn.prompt.size_bucket`, for backends that search by equality
 * only. The lower bound is inside.
 */
export function sizeBucket(tokens: number): string {
  return BUCKETS.find(([end]) => tokens < end)?.[1] ?? ">=128k";
}
