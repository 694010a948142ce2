import { isJson, type Json } from "../base/json.ts";
import { EventStream, parseEvent } from "../prompt/wire/event_stream.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import { readUsage } from "../prompt/wire/read_usage.ts";
import { ReplyReader } from "../prompt/wire/reply_reader.ts";
import { shown } from "./_check_options.ts";
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

/** What is said of a stream that nobody reads. */
const UNREAD =
  "nothing of its stream was read inside of the chat; read what reply() returns";

/** What is said of what cannot even be looked at. */
const UNREADABLE =
  "it cannot be looked at, or somebody else is reading it; record it with response()";

/** What an endpoint's own code of an error may look like. */
const CODE = /^[\w.-]{1,64}$/;

/** What a chat is told of its reply, in the vendor's words or in our own. */
export class RecordedReply {
  /** Both are made when needed: a framework's reply is told in our words. */
  #reader: ReplyReader | undefined;
  #events: EventStream | undefined;
  #told: ModelResponse | undefined;
  /** What the reader says, until it reads more. */
  #asRead: ModelResponse | undefined;
  /** What is wrong with what was given, should nothing of it be readable. */
  #advice: string | undefined;
  /** Whether there was anything to read. */
  #hasItems = false;
  /** Streams that the program has not read to their end. */
  #unread = 0;

  /** The reply, as far as it is there. */
  get response(): ModelResponse | undefined {
    return this.#told ?? (this.#asRead ??= this.#reader?.response);
  }

  set response(response: ModelResponse) {
    const { usage: reported, ...told } = response;
    const usage = readUsage(reported);
    this.#told = usage === undefined ? told : { ...told, usage };
  }

  /** Whether there is any of it, in whichever words. */
  get answered(): boolean {
    return this.#told !== undefined || this.#isRead;
  }

  get #isRead(): boolean {
    return this.#reader?.isRead ?? false;
  }

  /** Whether it came to its end. */
  get complete(): boolean {
    return this.#reader?.complete ?? false;
  }

  /** Whether the program has read a part of a stream, and no further. */
  get unread(): boolean {
    return this.#unread > 0 && !this.complete && this.#told === undefined &&
      this.#isRead;
  }

  /** What to say to the person where nothing of what was given can be read. */
  get advice(): string | undefined {
    const { failure } = this.#reader ?? {};
    const isKnown = this.answered || failure !== undefined;
    return isKnown ? undefined : this.#advice;
  }

  /** The error that stands in the place of the reply, or of its rest. */
  get problem(): ReplyProblem | undefined {
    const failure = this.#reader?.failure;
    if (this.#told !== undefined) return undefined;
    if (failure !== undefined) {
      const type = this.#isRead ? codeOf(failure) : undefined;
      const error = JSON.stringify(failure);
      return { error, type: type ?? "invalid_reply" };
    }
    return this.#hasItems && !this.#isRead
      ? { error: "The reply is of no known format", type: "invalid_reply" }
      : undefined;
  }

  /** Takes a body, an event, a list of events or a stream of them. */
  take<B>(body: B, listener: ReplyListener): B {
    try {
      return this.#watch(body, listener) ?? this.#read(body, listener);
    } catch {
      // A trap, or a stream that somebody else reads: the program goes on.
      this.#advice = UNREADABLE;
      return body;
    }
  }

  /** A stream is read as the program reads it. */
  #watch<B>(body: B, listener: ReplyListener): B | undefined {
    const stream = watchedStream(body, {
      item: (item) => {
        this.#item(item);
        listener.read();
      },
      over: () => void this.#unread--,
      left: () => {
        if (!this.complete) listener.left();
      },
    });
    if (stream !== undefined) {
      this.#advice = UNREAD;
      this.#unread++;
    }
    return stream as B | undefined;
  }

  #read<B>(body: B, listener: ReplyListener): B {
    this.#advice = adviceOn(body);
    const items = Array.isArray(body) && body.length > 0 ? body : [body];
    for (const item of items) this.#item(item);
    listener.read();
    return body;
  }

  #item(item: unknown): void {
    this.#hasItems = true;
    this.#asRead = undefined;
    this.#reader ??= new ReplyReader();
    for (const event of this.#eventsIn(item)) this.#reader.read(event);
  }

  #eventsIn(item: unknown): readonly unknown[] {
    if (item instanceof Uint8Array) return this.#inStream(item);
    if (typeof item === "string") {
      const [whole] = item.trimStart().startsWith("{") ? parseEvent(item) : [];
      return whole === undefined ? this.#inStream(item) : [whole];
    }
    // A server-sent message, as parsers of event streams give it.
    if (isJson(item) && typeof item.data === "string") {
      return parseEvent(item.data);
    }
    return [item];
  }

  #inStream(chunk: Uint8Array | string): readonly unknown[] {
    this.#events ??= new EventStream();
    return this.#events.read(chunk);
  }
}

/** What is left of the reply of a chat that nobody asks any more. */
export const NO_REPLY: RecordedReply = new RecordedReply();

function codeOf({ code, type }: Json): string | undefined {
  return [code, type].find((one): one is string =>
    typeof one === "string" && CODE.test(one)
  );
}

function adviceOn(body: unknown): string {
  if (body instanceof Promise) return "it is a Promise; await it";
  if (body instanceof Response) {
    return "it is a Response; give its parsed body, or its stream: response.body";
  }
  return `it is ${
    shown(body)
  } of no chat completions, messages or responses format; record it with response()`;
}

/** What a chat fails by whose reply the program left. */
export function notRead(): DOMException {
  return new DOMException("The reply was not read to its end", "AbortError");
}
