import { Buffer } from "node:buffer";
import { serverOf } from "../base/tool_servers.ts";
import { digestText, type TextDigest } from "./_digest.ts";
import { weigh } from "./_weight.ts";
import type { PartKind, PromptPart } from "./wire/read_request.ts";

/** The four classes of a prompt, by which its sizes are told. */
export type PromptClass = "instructions" | "tools" | "messages" | "results";

/** A piece of a prompt: all that a run keeps of it. */
export interface Piece extends TextDigest {
  /** UTF-16 code units of what the model is given. */
  readonly length: number;
  /** About as many as it has tokens, what frames it included. */
  readonly weight: number;
  /** Bytes of UTF-8, as sent. */
  readonly bytes: number;
  /** What it is. */
  readonly kind: PartKind;
  /** The class that it counts towards. */
  readonly class: PromptClass;
  /** `<server>/<tool>`, `tools:<server>`, `user`, `assistant` and so on. */
  readonly source: string;
  /** Whether the tokens of its request cannot be told by their weight. */
  readonly isOpaque: boolean;
  /** Whether the request stands here on what is not in it. */
  readonly isReference: boolean;
  /** What the request calls the tool of a call. */
  readonly call: { readonly id: string; readonly name: string } | undefined;
}

/**
 * Names the source of a tool's result by the id of its call or, where a client
 * may have renewed that, by what the request calls the tool.
 */
export type SourceOfCall = (
  callId: string,
  name?: string,
) => string | undefined;

/** What a piece weighs beside its text. */
const FRAME = 4;

/** What an image, a sound or a file weighs, whatever its size. */
const MEDIA = 1_000;

const CLASSES: Readonly<Record<PartKind, PromptClass>> = {
  instructions: "instructions",
  output_schema: "instructions",
  tools: "tools",
  user: "messages",
  assistant: "messages",
  reasoning: "messages",
  result: "results",
};

/**
 * Anthropic adds a text of its own to each request with tools, which its page
 * "Tool use with Claude" gives a number of tokens for by model. It is not on the
 * wire: this stands for it.
 */
export const VENDOR_PIECE: Piece = {
  digest: digestText("", "vendor").digest,
  chunks: [],
  length: 0,
  weight: 450,
  bytes: 0,
  kind: "tools",
  class: "tools",
  source: "vendor",
  isOpaque: false,
  isReference: false,
  call: undefined,
};

/**
 * Makes a piece of a part of a request.
 *
 * @param part The part, whose text is not kept.
 * @param source What it is of.
 * @param known Finds a piece with the same digest, whose weight is known: what
 * is added to a request is nearly always new.
 * @returns The piece.
 */
export function pieceOf(
  part: PromptPart,
  source: string,
  known?: (digest: number) => Piece | undefined,
): Piece {
  const { kind, text, given = text, readable = given, media = 0 } = part;
  const { callId, call, tool } = part;
  const { digest, chunks } = digestText(given, kind);
  const same = known?.(digest);
  return {
    digest,
    chunks,
    length: given.length,
    weight: same?.weight ?? weigh(readable) + MEDIA * media + FRAME,
    bytes: Buffer.byteLength(text),
    kind,
    class: CLASSES[kind],
    source,
    isOpaque: media > 0 || tool?.byProvider === true,
    isReference: part.isReference === true,
    call: call === undefined || callId === undefined
      ? undefined
      : { id: callId, name: call.name },
  };
}

/**
 * Names the source of a part.
 *
 * @param part The part.
 * @param nameOfCall Names the source of a result's call.
 * @returns The source.
 */
export function sourceOf(part: PromptPart, nameOfCall: SourceOfCall): string {
  const { kind, callId, tool } = part;
  if (tool !== undefined) return `tools:${serverOf(tool)}`;
  if (kind !== "result") return kind;
  return (callId === undefined ? undefined : nameOfCall(callId)) ??
    "local/tool";
}
