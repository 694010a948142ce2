import { assertEquals } from "@std/assert";
import {
  type ReadRequest,
  RequestReader,
  type TextKeeper,
} from "../../../tracing/prompt/request_reader.ts";
import type { PromptPart } from "../../../tracing/prompt/wire/read_request.ts";

const encoder = new TextEncoder();

/** Whose every call is: names of calls that left do not matter here. */
const NAMES = (callId: string) => `tools/${callId}`;

const OPTIONS = { model: "gpt-5" } as const;

/**
 * A reader that is compared with a new one at each request, and with one that is
 * given the bytes.
 */
export class ReaderUnderTest {
  readonly #reader: RequestReader;
  readonly #ofBytes: RequestReader;
  readonly #kept = new KeptParts();
  readonly #nameOfCall: typeof NAMES | (() => undefined);

  constructor(nameOfCall: typeof NAMES | (() => undefined) = NAMES) {
    this.#nameOfCall = nameOfCall;
    this.#reader = new RequestReader(nameOfCall);
    this.#ofBytes = new RequestReader(nameOfCall);
  }

  /**
   * Reads a body, and asserts that a new reader reads the same.
   *
   * @returns How many characters were parsed.
   */
  read(body: string, model = OPTIONS.model as string): number {
    const options = { ...OPTIONS, model };
    const anew = new RequestReader(this.#nameOfCall);
    const parts = new KeptParts();
    const expected = outcome(() =>
      anew.read(body, { ...options, texts: parts })
    );
    if (body.isWellFormed()) {
      const bytes = encoder.encode(body);
      const found = outcome(() => this.#ofBytes.read(bytes, options));
      assertEquals(found, expected, body.slice(0, 2_000));
    }
    using parsed = new ParsedCharacters();
    const found = outcome(() =>
      this.#reader.read(body, { ...options, texts: this.#kept })
    );
    assertEquals(found, expected, body.slice(0, 2_000));
    // Of what is no request, nothing is told.
    if (typeof found === "object") {
      assertEquals(this.#kept.parts, parts.parts, body.slice(0, 2_000));
    }
    return parsed.count;
  }

  /** Reads a body that a new reader knows less of, and tells its sources. */
  readAlone(body: string): string[] | undefined {
    return this.#reader.read(body, OPTIONS)?.pieces.map(({ source }) => source);
  }

  get last(): ReadRequest | undefined {
    return this.#reader.last;
  }
}

/** The parts of the request that was read last, as they are told. */
export class KeptParts implements TextKeeper {
  readonly #places: PromptPart[][] = [];

  take(parts: readonly PromptPart[], places: number): void {
    this.#places.length = places;
    for (const part of parts) {
      const place = part.message === undefined ? 0 : part.message.index + 1;
      (this.#places[place] ??= []).push(part);
    }
  }

  get parts(): PromptPart[] {
    return this.#places.flat();
  }
}

/** What was read, or that it was no JSON. */
function outcome(read: () => ReadRequest | undefined): unknown {
  try {
    return read();
  } catch (error) {
    return (error as Error).name;
  }
}

/** Counts what `JSON.parse` is given, for a while. */
class ParsedCharacters implements Disposable {
  readonly #parse = JSON.parse;
  count = 0;

  constructor() {
    JSON.parse = (text, reviver) => {
      this.count += text.length;
      return this.#parse(text, reviver);
    };
  }

  [Symbol.dispose](): void {
    JSON.parse = this.#parse;
  }
}
