import { isJson, type Json } from "../../base/json.ts";
import type {
  ModelResponse,
  RequestedToolCall,
  Usage,
} from "./model_response.ts";
import { readChatCompletion } from "./_chat_completions_reply.ts";
import { readMessage, readMessageEvent } from "./_messages_reply.ts";
import { readResponse, readResponseEvent } from "./_responses_reply.ts";
import { ReplyState } from "./_reply_state.ts";
import { promptUsage, readUsage } from "./read_usage.ts";

/** What a chat completions stream ends with, in the place of an event. */
export const DONE = "[DONE]";

/** Finds the next event that does not go on with a block of a message. */
const NO_DELTA = /\ndata:(?! ?\{"type":"content_block_delta")/g;

/** Finds the next one that does not go on with what a model thinks. */
const NO_THOUGHT =
  /\ndata:(?! ?\{"type":"content_block_delta","index":\d+,"delta":\{"type":"(?:thinking|signature)_delta")/g;

/** Reads one event, or one body, of a format. */
type Read = (state: ReplyState, body: Json) => void;

/** Options for {@linkcode ReplyReader}. */
export interface ReplyReaderOptions {
  /** Is given each tool call as soon as the reply has all of it. */
  readonly onToolCall?: (call: RequestedToolCall) => void;
}

/**
 * Reads a model's reply in any of the three wire formats: whole, or event by
 * event as it is streamed.
 */
export class ReplyReader {
  readonly #state: ReplyState;
  #isRead = false;

  constructor({ onToolCall = () => {} }: ReplyReaderOptions = {}) {
    this.#state = new ReplyState(onToolCall);
  }

  /**
   * Reads a whole reply, or the next event of one.
   *
   * @param body The parsed JSON, or {@linkcode DONE}.
   * @returns Whether it is of a format that is known.
   */
  read(body: unknown): boolean {
    if (body === DONE) {
      this.#state.complete = true;
      return true;
    }
    const read = isJson(body) ? formatOf(body) : undefined;
    if (read === undefined) return false;
    read(this.#state, body as Json);
    this.#isRead ||= read !== readFailure;
    return true;
  }

  /**
   * What finds the next event in a stream that says something which is read, by
   * how its JSON begins: not what a model thinks, nor a text behind all that is
   * kept of one. While a call is being written, and elsewhere, any event does.
   *
   * One search through a chunk takes a third of a look at each of its events.
   */
  get wanted(): RegExp | undefined {
    const { openCalls, isTextFull } = this.#state;
    if (openCalls.size > 0) return undefined;
    return isTextFull ? NO_DELTA : NO_THOUGHT;
  }

  /** Whether any of a reply has been read. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Whether the reply came to its end. */
  get complete(): boolean {
    return this.#state.complete;
  }

  /** The error that stands in the place of the reply, or of the rest of it. */
  get failure(): Json | undefined {
    return this.#state.failure;
  }

  /** The reply, as far as it has been read; `undefined` where nothing was. */
  get response(): ModelResponse | undefined {
    if (!this.#isRead) return undefined;
    const { id, model, finishReasons, text, toolCalls } = this.#state;
    const { hasReasoning, hasEditedContext } = this.#state;
    const usage = this.#usage();
    return {
      ...(id !== undefined && { id }),
      ...(model !== undefined && { model }),
      ...(finishReasons.length > 0 && { finishReasons }),
      text,
      toolCalls,
      ...(usage !== undefined && { usage }),
      ...(hasReasoning && { hasReasoning }),
      ...(hasEditedContext && { hasEditedContext }),
    };
  }

  #usage(): Usage | undefined {
    const usage = readUsage(this.#state.usage);
    return this.complete || usage === undefined ? usage : promptUsage(usage);
  }
}

function formatOf(body: Json): Read | undefined {
  const { type, object } = body;
  if (Array.isArray(body.choices)) return readChatCompletion;
  if (object === "response") return readResponse;
  if (type === "message" || isMessage(body)) return readMessage;
  if (typeof type === "string") {
    if (type.startsWith("response.")) return readResponseEvent;
    if (isOfMessage(type)) return readMessageEvent;
  }
  // In any format, alone or as the last event.
  return type === "error" || isJson(body.error) ? readFailure : undefined;
}

/** Whether it is the type of an event of a message; the most are of a block. */
function isOfMessage(type: string): boolean {
  return type.startsWith("content_block_") || type.startsWith("message_") ||
    type === "ping";
}

/** Gateways leave its type out. */
function isMessage({ content, stop_reason }: Json): boolean {
  return Array.isArray(content) && stop_reason !== undefined;
}

function readFailure(state: ReplyState, body: Json): void {
  state.failure = isJson(body.error) ? body.error : body;
}
