import { EventStream } from "../../tracing/prompt/wire/event_stream.ts";
import { ReplyReader } from "../../tracing/prompt/wire/reply_reader.ts";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { AgentScope } from "../../tracing/recorder/types.ts";
import { objectOf } from "../shared/arguments.ts";
import { fieldsOf } from "../shared/fields.ts";
import type { AgentState } from "./_agent_state.ts";
import type { ReplyObserver } from "./_observed_body.ts";
import { CutError } from "../shared/cut_error.ts";
import { ConnectionError, RefusedError } from "./_model_errors.ts";

/** A request of a turn. */
export interface TurnRequest {
  readonly model: string | undefined;
  readonly send: ReplyObserver["send"];
  /** Takes why the request failed, `undefined` where it succeeded. */
  onOutcome(failure: unknown): void;
}

/** Observes a request that is no turn: its `POST` is under the agent's span. */
export function observeSideCall(
  scope: AgentScope,
  send: ReplyObserver["send"],
): ReplyObserver {
  return {
    send: (url, init) => scope.in(() => send(url, init)),
    chunk: () => false,
    done: () => {},
    failed: () => {},
  };
}

/**
 * Observes a request that is a turn of an agent's, or another attempt at one:
 * the recorder resumes the `chat` of a failed attempt with no tool call.
 */
export function observeTurn(
  agent: AgentState,
  { model, send, onOutcome }: TurnRequest,
): ReplyObserver {
  const chat = byAdapter(() =>
    agent.scope.startChat(model === undefined ? {} : { model })
  );
  const turn = agent.scope.currentTurn!;
  const reader = new ReplyReader({
    onToolCall: (call) => agent.tools.requested(call, turn),
  });
  const events = new EventStream();
  const reply = new PlainReply();
  const failed = (error: unknown) => {
    onOutcome(error);
    const { response } = reader;
    if (response?.id !== undefined) chat.response(response);
    // It may ask again all the same.
    if (error instanceof CutError && isAbort(error.cause)) {
      chat.fail(error.cause, "cancelled");
    }
    chat.attemptFailed(error);
  };
  const ended = () => {
    const { status, text } = reply;
    if (status !== undefined) return failed(new RefusedError(status, text));
    if (reply.isPlain) reader.read(messageIn(text));
    const { failure, complete, response } = reader;
    if (response === undefined) return failed(new InvalidReplyError(text));
    if (failure !== undefined) {
      return failed(new RefusedError(undefined, JSON.stringify(failure)));
    }
    if (!complete) return failed(new CutError());
    onOutcome(undefined);
    chat.response(response);
    chat.end();
  };
  return {
    send: async (url, init) => {
      const response = await chat.in(() => send(url, init));
      reply.begin(response);
      return response;
    },
    chunk: (bytes) => {
      if (!reply.add(bytes)) {
        for (const event of events.read(bytes)) reader.read(event);
      }
      return reader.complete;
    },
    done: ended,
    failed: (error) => {
      // Of a complete reply only the wait for its end has failed.
      if (reader.complete) return ended();
      if (error instanceof InvalidReplyError) failed(error);
      else if (reply.begun) failed(new CutError(error));
      else failed(new ConnectionError(error));
    },
  };
}

/** Whether the CLI gave a reply up, or its query has ended. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** The message that a body is; `undefined` where it is none. */
function messageIn(body: string): unknown {
  const message = fieldsOf(objectOf(body));
  return Array.isArray(message.content) ? message : undefined;
}

/** Characters of an event stream that are kept, for what turns out to be none. */
const HEAD = 4_096;

/** The text of a reply: all of one that is no event stream, to be read at its end. */
class PlainReply {
  readonly #decoder = new TextDecoder();
  /** Whether there is any reply. */
  begun = false;
  isPlain = false;
  /** The status of a refusal. */
  status: number | undefined;
  text = "";

  begin({ ok, status, headers }: Response): void {
    this.begun = true;
    if (!ok) this.status = status;
    const type = headers.get("content-type") ?? "";
    this.isPlain = !ok || !type.startsWith("text/event-stream");
  }

  /** Keeps the next bytes; `false` where they are an event stream's. */
  add(bytes: Uint8Array): boolean {
    if (this.isPlain || this.text.length < HEAD) {
      this.text += this.#decoder.decode(bytes, STREAM);
    }
    return this.isPlain;
  }
}

const STREAM = { stream: true };
