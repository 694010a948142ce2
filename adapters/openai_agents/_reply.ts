import type {
  ModelResponse,
  RequestedToolCall,
} from "../../tracing/recorder/types.ts";
import { defined, fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { ModelReply, OutputItem, StreamEvent } from "./_framework.ts";
import { frameworkUsage, wireUsage } from "./_usage.ts";

/** A reply, read whole or event by event. */
export class Reply {
  readonly #wire: WireReply = {};
  #whole: ModelReply | undefined;

  /** Reads a whole reply. */
  whole(reply: ModelReply): void {
    this.#whole = reply;
    readWire(this.#wire, reply.providerData);
  }

  /** Reads one event of a streamed reply. */
  event({ type, response, event }: StreamEvent): void {
    if (type === "model") readWire(this.#wire, event);
    if (type !== "response_done" || response === undefined) return;
    this.#whole = { ...response, responseId: response.id };
    readWire(this.#wire, response.providerData);
  }

  /** The reply; `undefined` where it did not reach its end. */
  get response(): ModelResponse | undefined {
    if (this.#whole === undefined) return undefined;
    const { output = [], usage, responseId } = this.#whole;
    const { id, model, finishReason, usage: reported } = this.#wire;
    const text = output.map(textIn).filter(Boolean).join("\n");
    return {
      ...defined({
        id: id ?? textOf(responseId),
        model,
        finishReasons: finishReason === undefined ? undefined : [finishReason],
        usage: reported ?? frameworkUsage(usage),
        text: textOf(text),
      }),
      toolCalls: output.flatMap(callIn),
    };
  }

  /** What is known of a reply that broke off. */
  get partial(): ModelResponse | undefined {
    const { id, model, usage } = this.#wire;
    if (usage === undefined) return undefined;
    // Until the end, the output tokens are those so far, or a mere 0.
    const { outputTokens: _, reasoningTokens: __, ...known } = usage;
    return { ...defined({ id, model }), usage: known };
  }
}

/** What only the wire format has. */
interface WireReply {
  id?: string | undefined;
  model?: string | undefined;
  finishReason?: string | undefined;
  usage?: ModelResponse["usage"] | undefined;
}

/** Reads a completion, a chunk of one, a response, or an event of one. */
function readWire(known: WireReply, data: unknown): void {
  const body = fieldsOf(fieldsOf(data).response ?? data);
  const reason = fieldsOf(listOf(body.choices)[0]).finish_reason ??
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
  return listOf(content).map((part) => {
    const { text, refusal } = fieldsOf(part);
    return textOf(text) ?? textOf(refusal) ?? "";
  }).join("");
}

/** Items that ask for a call here, and the tool; the vendor runs all others. */
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
    ...defined({ id: textOf(callId) }),
    input: item.arguments ?? item.action ?? item.operation,
  }];
}
