import type { Json } from "../../tracing/base/json.ts";
import type { Usage } from "../../tracing/recorder/trajectory.ts";
import type {
  ModelResponse,
  RequestedToolCall,
} from "../../tracing/recorder/types.ts";
import { objectOf } from "../shared/arguments.ts";
import { defined, fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { reportedUsage } from "../shared/reported_usage.ts";

/** Characters of a reply that are kept: more than any model writes at once. */
const MAX_TEXT = 1_000_000;

/**
 * Reads a reply of the messages API, streamed or whole. The CLI gets the same
 * bytes from the relay, and does not wait for this.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export class ReplyReader {
  /** Is given each tool call as soon as the reply has all of it. */
  readonly #onToolCall: (call: RequestedToolCall) => void;
  readonly #decoder = new TextDecoder();
  /** The beginning of the line that is not complete. */
  #line = "";
  #message: Json = {};
  #usage: Json = {};
  #stopReason: unknown;
  #text = "";
  readonly #toolCalls: RequestedToolCall[] = [];
  /** The tool calls that are not complete, by the number of their block. */
  readonly #openCalls = new Map<
    unknown,
    { readonly block: Json; input: string }
  >();
  /** Whether the reply came to its end. */
  complete = false;
  /** The error that a stream ended with after it had begun well. */
  failure: Json | undefined;

  constructor(onToolCall: (call: RequestedToolCall) => void) {
    this.#onToolCall = onToolCall;
  }

  /** Reads the next bytes of an event stream. */
  read(chunk: Uint8Array): void {
    const lines = (this.#line + this.#decoder.decode(chunk, { stream: true }))
      .split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) this.#event(objectOf(line.slice(5)) ?? {});
    }
  }

  /** Reads a reply that is one JSON object. */
  readWhole(text: string): void {
    this.#message = fieldsOf(JSON.parse(text));
    this.#usage = fieldsOf(this.#message.usage);
    this.#stopReason = this.#message.stop_reason;
    for (const block of listOf(this.#message.content).map(fieldsOf)) {
      if (block.type === "text") this.#addText(block.text);
      if (block.type === "tool_use") this.#toolCall(block, block.input);
    }
    this.complete = true;
  }

  /** The reply, as far as it has been read. */
  get response(): ModelResponse {
    const stopReason = textOf(this.#stopReason);
    return defined({
      id: textOf(this.#message.id),
      model: textOf(this.#message.model),
      finishReasons: stopReason === undefined ? undefined : [stopReason],
      text: this.#text,
      toolCalls: this.#toolCalls,
      usage: this.#reportedUsage(),
    });
  }

  #event(event: Json): void {
    const { type, index } = event;
    if (type === "message_start") {
      this.#message = fieldsOf(event.message);
      this.#usage = fieldsOf(this.#message.usage);
    } else if (type === "content_block_start") {
      const block = fieldsOf(event.content_block);
      if (block.type === "tool_use") {
        this.#openCalls.set(index, { block, input: "" });
      }
    } else if (type === "content_block_delta") {
      this.#delta(index, fieldsOf(event.delta));
    } else if (type === "content_block_stop") {
      const call = this.#openCalls.get(index);
      this.#openCalls.delete(index);
      if (call) this.#toolCall(call.block, call.input || call.block.input);
    } else if (type === "message_delta") {
      this.#stopReason = fieldsOf(event.delta).stop_reason;
      this.#usage = { ...this.#usage, ...counts(fieldsOf(event.usage)) };
    } else if (type === "message_stop") this.complete = true;
    else if (type === "error") this.failure = fieldsOf(event.error);
  }

  #delta(index: unknown, delta: Json): void {
    const call = this.#openCalls.get(index);
    if (delta.type === "text_delta") this.#addText(delta.text);
    if (call && delta.type === "input_json_delta") {
      call.input += textOf(delta.partial_json) ?? "";
    }
  }

  #addText(text: unknown): void {
    if (this.#text.length < MAX_TEXT) this.#text += textOf(text) ?? "";
  }

  #toolCall(block: Json, input: unknown): void {
    const id = textOf(block.id);
    const name = textOf(block.name) ?? "";
    const call = id === undefined ? { name, input } : { name, id, input };
    this.#toolCalls.push(call);
    this.#onToolCall(call);
  }

  /** The output tokens of a reply that broke off are not known. */
  #reportedUsage(): Usage | undefined {
    const cacheReadTokens = this.#usage.cache_read_input_tokens;
    const cacheWriteTokens = this.#usage.cache_creation_input_tokens;
    const uncached = this.#usage.input_tokens;
    return reportedUsage({
      // Anthropic counts the tokens that were cached apart.
      inputTokens: typeof uncached === "number"
        ? uncached + count(cacheReadTokens) + count(cacheWriteTokens)
        : undefined,
      outputTokens: this.complete ? this.#usage.output_tokens : undefined,
      cacheReadTokens,
      cacheWriteTokens,
      reasoningTokens: undefined,
    });
  }
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** The numbers of a usage, which may be null at the end of a stream. */
function counts(usage: Json): Json {
  return Object.fromEntries(
    Object.entries(usage).filter(([, value]) => typeof value === "number"),
  );
}
