import { isJson } from "../base/json.ts";
import { EventStream, parseEvent } from "../prompt/wire/event_stream.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import { ReplyReader } from "../prompt/wire/reply_reader.ts";
import { validUsage } from "./_usage.ts";
import { watchedStream } from "./_watched_stream.ts";

/** What is called as a reply is read. */
export interface ReplyListener {
  /** More of it has been read. */
  read(): void;
  /** The program reads no further, and it has not come to its end. */
  left(): void;
}

/** Why what was given as a reply is none. */
export interface ReplyProblem {
  readonly error: unknown;
  readonly type: string;
}

/** What an endpoint's own code of an error may look like. */
const CODE = /^[\w.-]{1,64}$/;

/** What a chat is told of its reply, in the vendor's words or in our own. */
export class RecordedReply {
  readonly #reader = new ReplyReader();
  readonly #events = new EventStream();
  #told: ModelResponse | undefined;
  /** Whether there was anything to read. */
  #given = false;

  /** The reply, as far as it is there. */
  get response(): ModelResponse | undefined {
    return this.#told ?? this.#reader.response;
  }

  set response(response: ModelResponse) {
    const { usage } = response;
    this.#told = usage === undefined
      ? response
      : { ...response, usage: validUsage(usage) };
  }

  /** Whether it came to its end. */
  get complete(): boolean {
    return this.#reader.complete;
  }

  /** Whether nothing of what was given is of a known format. */
  get unreadable(): boolean {
    return this.#given && this.response === undefined &&
      this.#reader.failure === undefined;
  }

  /** The error that stands in the place of the reply, or of its rest. */
  get problem(): ReplyProblem | undefined {
    const { failure } = this.#reader;
    if (this.#told !== undefined) return undefined;
    if (failure !== undefined) {
      const code = [failure.code, failure.type].find((one) =>
        typeof one === "string" && CODE.test(one)
      );
      const type = this.response === undefined ? "invalid_reply" : code;
      return {
        error: JSON.stringify(failure),
        type: `${type ?? "invalid_reply"}`,
      };
    }
    return this.unreadable
      ? { error: "The reply is of no known format", type: "invalid_reply" }
      : undefined;
  }

  /** Takes a body, an event, a list of events or a stream of them. */
  take<B>(body: B, listener: ReplyListener): B {
    const stream = watchedStream(body, {
      item: (item) => {
        this.#item(item);
        listener.read();
      },
      left: () => {
        if (!this.complete) listener.left();
      },
    });
    if (stream !== undefined) return stream as B;
    for (const item of Array.isArray(body) ? body : [body]) this.#item(item);
    listener.read();
    return body;
  }

  #item(item: unknown): void {
    this.#given = true;
    for (const event of this.#eventsIn(item)) this.#reader.read(event);
  }

  #eventsIn(item: unknown): readonly unknown[] {
    if (item instanceof Uint8Array) return this.#events.read(item);
    if (typeof item === "string") {
      const [whole] = item.trimStart().startsWith("{") ? parseEvent(item) : [];
      return whole === undefined ? this.#events.read(item) : [whole];
    }
    // A server-sent message, as parsers of event streams give it.
    if (isJson(item) && typeof item.data === "string") {
      return parseEvent(item.data);
    }
    return [item];
  }
}
