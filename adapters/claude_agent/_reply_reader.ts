import type { Usage } from "../../tracing/recorder/trajectory.ts";
import type {
  ModelResponse,
  RequestedToolCall,
} from "../../tracing/recorder/types.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { reportedUsage } from "../shared/reported_usage.ts";

type Json = Readonly<Record<string, unknown>>;

/** Characters of a reply that are kept: more than any model says at once. */
const MAX_TEXT = 1_000_000;

/**
 * Reads a reply of the messages API as it passes, streamed or whole: who it is
 * for gets its bytes from elsewhere, and at once.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export class ReplyReader {
  /** Hears of each tool call as soon as the reply has all of it. */
  readonly #onToolCall: (call: RequestedToolCall) => void;
  readonly #decoder = new TextDecoder();
  /** The line that has not come to its end. */
  #line = "";
  #message: Json = {};
  #usage: Json = {};
  #stopReason: unknown;
  #text = "";
  readonly #toolCalls: RequestedToolCall[] = [];
  /** The tool calls that are being said, by the number of their block. */
  readonly #open = new Map<unknown, { readonly block: Json; input: string }>();
  /** Whether the reply came to its end. */
  complete = false;
  /** What went wrong in the middle of a stream that had begun well. */
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
      if (line.startsWith("data:")) this.#event(parsed(line.slice(5)));
    }
  }

  /** Reads a reply that is one JSON object. */
  readWhole(text: string): void {
    this.#message = fieldsOf(JSON.parse(text));
    this.#usage = fieldsOf(this.#message.usage);
    this.#stopReason = this.#message.stop_reason;
    for (const block of listOf(this.#message.content).map(fieldsOf)) {
      if (block.type === "text") this.#say(block.text);
      if (block.type === "tool_use") this.#toolCall(block, block.input);
    }
    this.complete = true;
  }

  /** What was said, so far. */
  get response(): ModelResponse {
    const usage = this.#reported();
    return {
      ...(textOf(this.#message.id) && { id: `${this.#message.id}` }),
      ...(textOf(this.#message.model) && { model: `${this.#message.model}` }),
      ...(textOf(this.#stopReason) &&
        { finishReasons: [`${this.#stopReason}`] }),
      text: this.#text,
      toolCalls: this.#toolCalls,
      ...(usage === undefined ? {} : { usage }),
    };
  }

  #event(event: Json): void {
    const { type, index } = event;
    if (type === "message_start") {
      this.#message = fieldsOf(event.message);
      this.#usage = fieldsOf(this.#message.usage);
    } else if (type === "content_block_start") {
      const block = fieldsOf(event.content_block);
      if (block.type === "tool_use") {
        this.#open.set(index, { block, input: "" });
      }
    } else if (type === "content_block_delta") {
      this.#delta(index, fieldsOf(event.delta));
    } else if (type === "content_block_stop") {
      const said = this.#open.get(index);
      this.#open.delete(index);
      if (said) this.#toolCall(said.block, said.input || said.block.input);
    } else if (type === "message_delta") {
      this.#stopReason = fieldsOf(event.delta).stop_reason;
      this.#usage = { ...this.#usage, ...known(fieldsOf(event.usage)) };
    } else if (type === "message_stop") this.complete = true;
    else if (type === "error") this.failure = fieldsOf(event.error);
  }

  #delta(index: unknown, delta: Json): void {
    const said = this.#open.get(index);
    if (delta.type === "text_delta") this.#say(delta.text);
    if (said && delta.type === "input_json_delta") {
      said.input += textOf(delta.partial_json) ?? "";
    }
  }

  #say(text: unknown): void {
    if (this.#text.length < MAX_TEXT) this.#text += textOf(text) ?? "";
  }

  #toolCall(block: Json, input: unknown): void {
    const id = textOf(block.id);
    const call = {
      name: textOf(block.name) ?? "",
      ...(id === undefined ? {} : { id }),
      input,
    };
    this.#toolCalls.push(call);
    this.#onToolCall(call);
  }

  /** Of a reply that was cut, the tokens of its output are not known. */
  #reported(): Usage | undefined {
    const read = this.#usage.cache_read_input_tokens;
    const written = this.#usage.cache_creation_input_tokens;
    const own = this.#usage.input_tokens;
    return reportedUsage({
      // Anthropic counts what the cache had apart.
      inputTokens: typeof own === "number"
        ? own + count(read) + count(written)
        : undefined,
      outputTokens: this.complete ? this.#usage.output_tokens : undefined,
      cacheReadTokens: read,
      cacheWriteTokens: written,
      reasoningTokens: undefined,
    });
  }
}

/** The fields of a JSON object; none, where it is anything else. */
function parsed(text: string): Json {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** The end of a stream repeats what is known by then, and leaves out or nulls the rest. */
function known(usage: Json): Json {
  return Object.fromEntries(
    Object.entries(usage).filter(([, value]) => typeof value === "number"),
  );
}
