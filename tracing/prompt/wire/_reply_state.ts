import type { Json } from "../../base/json.ts";
import type { RequestedToolCall } from "./model_response.ts";
import { objects, string } from "./_part.ts";
import { mergeUsage } from "./read_usage.ts";
import { type ReplyFacts, replyFacts } from "./reply_facts.ts";

/** Characters of a reply's text that are kept: more than any model writes. */
const MAX_TEXT = 1_000_000;

/** A tool call of which a stream has sent a part. */
export interface OpenCall {
  readonly id: string | undefined;
  name: string;
  /** The arguments so far: text, unless they were sent whole. */
  input: unknown;
}

/** What has been read of a reply. */
export class ReplyState {
  id: string | undefined;
  model: string | undefined;
  finishReasons: readonly string[] = [];
  /** As it was sent, all events together. */
  usage: Json = {};
  text = "";
  toolCalls: RequestedToolCall[] = [];
  /** The calls that are not complete, by what the format tells them apart by. */
  readonly openCalls = new Map<unknown, OpenCall>();
  /** Whether any of it is reasoning. */
  hasReasoning = false;
  /** Whether the provider changed the context that it was sent. */
  hasEditedContext = false;
  /** Whether the reply came to its end. */
  complete = false;
  /** The error that stands in the place of a reply, or of the rest of it. */
  failure: Json | undefined;
  readonly #onToolCall: (call: RequestedToolCall) => void;

  /** @param onToolCall Is given each call as soon as all of it is there. */
  constructor(onToolCall: (call: RequestedToolCall) => void) {
    this.#onToolCall = onToolCall;
  }

  /** Reads what all formats call the same, of a reply or of an event. */
  addHead(body: Json): void {
    this.id = nonEmpty(body.id) ?? this.id;
    this.model = nonEmpty(body.model) ?? this.model;
    this.usage = mergeUsage(this.usage, body.usage);
    this.addEdits(body.context_management);
  }

  /** What a provider says that it did to the context. */
  addEdits(management: unknown): void {
    this.#addFacts(replyFacts({ management }));
  }

  /** Notes what a block or an item is besides a text or a call. */
  addType(type: unknown): void {
    this.#addFacts(replyFacts({ blocks: [{ type }] }));
  }

  #addFacts({ hasReasoning, hasEditedContext }: ReplyFacts): void {
    this.hasReasoning ||= hasReasoning === true;
    this.hasEditedContext ||= hasEditedContext === true;
  }

  /** Whether no more of its text is kept. */
  get isTextFull(): boolean {
    return this.text.length >= MAX_TEXT;
  }

  addText(text: unknown): void {
    if (!this.isTextFull) this.text += string(text) ?? "";
  }

  addCall({ id, name, input }: OpenCall): void {
    const call = { name, ...(id !== undefined && { id }), input };
    this.toolCalls.push(call);
    this.#onToolCall(call);
  }

  finish(...reasons: readonly unknown[]): void {
    const known = reasons.flatMap((reason) => nonEmpty(reason) ?? []);
    if (known.length > 0) this.finishReasons = known;
    this.#addFacts(replyFacts({ reasons }));
  }
}

/** A value where it is a text that says something. */
export function nonEmpty(value: unknown): string | undefined {
  return string(value) || undefined;
}

/** The text of content: a string, or the `text` of its parts. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return objects(content).map((part) =>
    nonEmpty(part.text) ?? nonEmpty(part.refusal) ?? ""
  ).join("");
}
