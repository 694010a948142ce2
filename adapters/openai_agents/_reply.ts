import type {
  ModelResponse,
  RequestedToolCall,
} from "../../tracing/prompt/wire/model_response.ts";
import {
  promptUsage,
  readUsage,
} from "../../tracing/prompt/wire/read_usage.ts";
import {
  type ReplyFacts,
  replyFacts,
} from "../../tracing/prompt/wire/reply_facts.ts";
import { ReplyReader } from "../../tracing/prompt/wire/reply_reader.ts";
import { contentText } from "../shared/content_text.ts";
import { defined, fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { ModelReply, OutputItem, StreamEvent } from "./_framework.ts";

/** A reply, read whole or event by event. */
export class Reply {
  /** Of the vendor's own reply, what the framework does not tell. */
  readonly #wire = new ReplyReader();
  #whole: ModelReply | undefined;
  /** The vendor's reply, where there is no sense in it. */
  #unread: unknown;
  #begun = false;

  /** Reads a whole reply, which of a program's own model may be anything. */
  whole(reply: ModelReply): void {
    const { output, providerData } = fieldsOf(reply);
    if (!Array.isArray(output)) {
      this.#unread = reply ?? null;
      return;
    }
    this.#whole = reply;
    const isRead = this.#wire.read(providerData);
    if (!isRead && output.length === 0) this.#unread = providerData;
  }

  /**
   * Reads one event of a streamed reply.
   *
   * @param isGivenUp Whether the request was aborted before: what the framework
   * then calls the reply's end is where it was cut.
   */
  event(given: StreamEvent, isGivenUp = false): void {
    const { type, response, event } = fieldsOf(given) as Partial<StreamEvent>;
    this.#begun ||= type !== "response_done";
    if (type === "model") this.#wire.read(event);
    if (type !== "response_done" || response === undefined) return;
    this.#wire.read(response.providerData);
    if (isGivenUp) return;
    this.#whole = { ...response, responseId: response.id };
    const { output = [], usage } = this.#whole;
    const isEmpty = output.length === 0 && readUsage(usage) === undefined;
    if (!this.#begun && isEmpty) this.#unread = "";
  }

  /** Whether any of a streamed reply came. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Whether it reached its end. */
  get isWhole(): boolean {
    return this.#whole !== undefined;
  }

  /** What came in the place of a reply, which the framework takes for an empty one. */
  get invalid(): string | undefined {
    if (this.#wire.isRead) return undefined;
    const { failure } = this.#wire;
    const unread = failure === undefined ? this.#unread : { error: failure };
    return unread === undefined ? undefined : contentText(unread);
  }

  /** The reply; `undefined` where it did not reach its end. */
  get response(): ModelResponse | undefined {
    if (this.#whole === undefined) return undefined;
    const { output = [], usage, responseId } = this.#whole;
    const wire = this.#wire.response;
    const { id, model, finishReasons, usage: reported } = wire ?? {};
    const text = output.map(textIn).filter(Boolean).join("\n");
    return {
      ...defined({
        id: id ?? textOf(responseId),
        model,
        finishReasons,
        usage: reported ?? readUsage(usage),
        text: textOf(text),
      }),
      toolCalls: output.flatMap(callIn),
      ...replyFacts({ blocks: output }),
      ...factsOf(wire),
    };
  }

  /** What is known of a reply that broke off. */
  get partial(): ModelResponse | undefined {
    const wire = this.#wire.response;
    const { id, model, usage } = wire ?? {};
    if (usage === undefined) return undefined;
    return {
      ...defined({ id, model }),
      usage: promptUsage(usage),
      ...factsOf(wire),
    };
  }
}

function factsOf(response: ModelResponse | undefined): ReplyFacts {
  const { hasReasoning, hasEditedContext } = response ?? {};
  return defined({ hasReasoning, hasEditedContext });
}

function textIn({ type, content }: OutputItem): string {
  if (type !== "message") return "";
  if (typeof content === "string") return content;
  return listOf(content).map((part) => {
    const { text, refusal } = fieldsOf(part);
    return textOf(text) ?? textOf(refusal) ?? "";
  }).join("");
}

/** Items that ask for a call here, and the tool; the vendor runs all others. */
const CALLS: ReadonlyMap<unknown, string> = new Map([
  ["function_call", "function"],
  ["computer_call", "computer"],
  ["shell_call", "shell"],
  ["apply_patch_call", "apply_patch"],
]);

function callIn(item: OutputItem): RequestedToolCall[] {
  const { type, callId, name } = item;
  const kind = CALLS.get(type);
  if (kind === undefined) return [];
  return [{
    name: textOf(name) ?? kind,
    ...defined({ id: textOf(callId) }),
    input: item.arguments ?? item.action ?? item.operation,
  }];
}
