import type {
  ModelResponse,
  RequestedToolCall,
} from "../../tracing/recorder/types.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type { ModelReply, OutputItem, StreamEvent } from "./_framework.ts";
import { frameworkUsage, wireUsage } from "./_usage.ts";

/** A reply as it comes in, whole or in events. */
export class Reply {
  readonly #wire: WireReply = {};
  #whole: ModelReply | undefined;

  /** A whole reply. */
  whole(reply: ModelReply): void {
    this.#whole = reply;
    readWire(this.#wire, reply.providerData);
  }

  /** One event of a streamed reply. */
  event({ type, response, event }: StreamEvent): void {
    if (type === "model") readWire(this.#wire, event);
    if (type !== "response_done" || response === undefined) return;
    this.#whole = { ...response, responseId: response.id };
    readWire(this.#wire, response.providerData);
  }

  /** The reply; `undefined` where it never came to its end. */
  get response(): ModelResponse | undefined {
    if (this.#whole === undefined) return undefined;
    const { output = [], usage, responseId } = this.#whole;
    const { id, model, finishReason, usage: reported } = this.#wire;
    const text = output.map(textIn).filter(Boolean).join("\n");
    return {
      ...defined("id", id ?? textOf(responseId)),
      ...defined("model", model),
      ...defined(
        "finishReasons",
        finishReason === undefined ? undefined : [finishReason],
      ),
      ...defined("usage", reported ?? frameworkUsage(usage)),
      ...(text === "" ? {} : { text }),
      toolCalls: output.flatMap(callIn),
    };
  }

  /** What of a reply that broke off counts. */
  get cut(): ModelResponse | undefined {
    const { id, model, usage } = this.#wire;
    if (usage === undefined) return undefined;
    // Until the end, the output tokens are those so far, or a mere 0.
    const { outputTokens: _, reasoningTokens: __, ...known } = usage;
    return { ...defined("id", id), ...defined("model", model), usage: known };
  }
}

/** What only the wire says. */
interface WireReply {
  id?: string | undefined;
  model?: string | undefined;
  finishReason?: string | undefined;
  usage?: ModelResponse["usage"] | undefined;
}

/** Reads a completion, a chunk of one, a response, or an event of one. */
function readWire(known: WireReply, data: unknown): void {
  const body = fieldsOf(fieldsOf(data).response ?? data);
  const choices = Array.isArray(body.choices) ? body.choices : [];
  const reason = fieldsOf(choices[0]).finish_reason ??
    fieldsOf(body.incomplete_details).reason ??
    // "in_progress" until the last event.
    (body.object === "response" ? body.status : undefined);
  known.id = textOf(body.id) ?? known.id;
  known.model = textOf(body.model) ?? known.model;
  known.finishReason = textOf(reason) ?? known.finishReason;
  known.usage = wireUsage(body.usage) ?? known.usage;
}

function textIn({ type, content }: OutputItem): string {
  if (type !== "message") return "";
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? content : [];
  return parts.map((part) => {
    const { text, refusal } = fieldsOf(part);
    return textOf(text) ?? textOf(refusal) ?? "";
  }).join("");
}

/** Items that ask for something to be done here; others the vendor does. */
const CALLS: Readonly<Record<string, string | undefined>> = {
  function_call: "function",
  computer_call: "computer",
  shell_call: "shell",
  apply_patch_call: "apply_patch",
};

function callIn(item: OutputItem): RequestedToolCall[] {
  const { type, callId, name } = item;
  const kind = CALLS[String(type)];
  if (kind === undefined) return [];
  return [{
    name: textOf(name) ?? kind,
    ...defined("id", textOf(callId)),
    input: item.arguments ?? item.action ?? item.operation,
  }];
}

function defined<K extends string, V>(
  name: K,
  value: V | undefined,
): { [_ in K]?: V } {
  return value === undefined ? {} : { [name]: value } as { [_ in K]: V };
}
