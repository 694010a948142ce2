import type { AgentScope } from "../../tracing/recorder/types.ts";
import type { AgentState } from "./_agent_state.ts";
import type { ReplyObserver } from "./_relay.ts";
import { ReplyReader } from "./_reply_reader.ts";
import { ConnectionError, CutError, RefusedError } from "./_model_errors.ts";

/** What a request of a turn is observed with. */
export interface TurnRequest {
  readonly model: string | undefined;
  send(url: URL, init: RequestInit): Promise<Response>;
  /** Hears why an attempt failed, or `undefined` of one that went well. */
  onOutcome(failure: unknown): void;
}

type Send = TurnRequest["send"];

/** A request that is no turn: its `POST` is under the agent's span. */
export function observeSideCall(scope: AgentScope, send: Send): ReplyObserver {
  return {
    send: (url, init) => scope.in(() => send(url, init)),
    chunk: () => false,
    done: () => {},
    failed: () => {},
  };
}

/**
 * A request that is a turn of an agent's, or another attempt at one: the `chat`
 * of a failed one that left no tool call is taken up again.
 */
export function observeTurn(
  agent: AgentState,
  { model, send, onOutcome }: TurnRequest,
): ReplyObserver {
  const chat = agent.scope.modelCall(model === undefined ? {} : { model });
  const turn = agent.scope.currentTurn!;
  const reader = new ReplyReader((call) => agent.asked(call, turn));
  const reply = new ReplyText();
  const failed = (error: unknown) => {
    onOutcome(error);
    const { response } = reader;
    if (response.id !== undefined) chat.response(response);
    chat.failed(error);
  };
  const ended = () => {
    const { status, text } = reply;
    if (status !== undefined) return failed(new RefusedError(status, text));
    if (reply.isWhole) reader.readWhole(text);
    const { failure, complete } = reader;
    if (failure !== undefined) {
      return failed(new RefusedError(undefined, JSON.stringify(failure)));
    }
    if (!complete) return failed(new CutError());
    onOutcome(undefined);
    chat.response(reader.response);
    chat.end();
  };
  return {
    send: async (url, init) => {
      const response = await chat.in(() => send(url, init));
      reply.begins(response);
      return response;
    },
    chunk: (bytes) => {
      if (!reply.add(bytes)) reader.read(bytes);
      return reader.complete;
    },
    done: ended,
    failed: (error) => {
      // It was all there: what failed is the wait for its end.
      if (reader.complete) ended();
      else {failed(
          reply.begun ? new CutError(error) : new ConnectionError(error),
        );}
    },
  };
}

/** A reply that is no event stream, to be read at its end. */
class ReplyText {
  readonly #decoder = new TextDecoder();
  /** Whether there is any reply. */
  begun = false;
  isWhole = false;
  /** The status of a refusal. */
  status: number | undefined;
  text = "";

  begins({ ok, status, headers }: Response): void {
    this.begun = true;
    if (!ok) this.status = status;
    const type = headers.get("content-type") ?? "";
    this.isWhole = !ok || !type.startsWith("text/event-stream");
  }

  /** Keeps the next bytes, where they are of such a reply. */
  add(bytes: Uint8Array): boolean {
    if (this.isWhole) this.text += this.#decoder.decode(bytes, STREAM);
    return this.isWhole;
  }
}

const STREAM = { stream: true };
