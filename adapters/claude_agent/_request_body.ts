import {
  findMembers,
  type FoundMembers,
  parseAt,
} from "../../tracing/base/json_bytes.ts";
import type { Json } from "../../tracing/base/json.ts";
import { fieldsOf } from "../shared/fields.ts";

/**
 * The body of a request of the CLI's. It grows to megabytes, and nothing is sent
 * before we know what it asks for: so its members are found where they stand, and
 * only those that are looked at are parsed. What is no JSON object has none.
 */
export class RequestBody {
  readonly #bytes: Uint8Array;
  #found: FoundMembers | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The value of a member; `undefined` where it has none of that name. */
  member(name: string): unknown {
    const range = this.#members.values.get(name);
    return range && parseAt(this.#bytes, range);
  }

  /** The same, to be parsed later: it keeps nothing else of the body. */
  memberLater(name: string): () => unknown {
    const range = this.#members.values.get(name);
    if (range === undefined) return () => undefined;
    const bytes = this.#bytes.slice(range.start, range.end);
    return () => parseAt(bytes, { start: 0, end: bytes.length });
  }

  /** How many messages the conversation has. */
  get messageCount(): number {
    return this.#members.elements.length;
  }

  /** The first message; without fields where there is none. */
  get firstMessage(): Json {
    return this.#message(0);
  }

  /** The last message of the user's, or of a tool's result. */
  get lastOfUser(): Json {
    for (let place = this.messageCount - 1; place >= 0; place--) {
      const message = this.#message(place);
      if (message.role === "user") return message;
    }
    return {};
  }

  get #members(): FoundMembers {
    return this.#found ??= findMembers(this.#bytes, "messages") ?? NONE;
  }

  #message(place: number): Json {
    const range = this.#members.elements[place];
    return fieldsOf(range && parseAt(this.#bytes, range));
  }
}

const NONE: FoundMembers = { values: new Map(), elements: [] };
