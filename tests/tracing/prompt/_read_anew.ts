import { assertEquals } from "@std/assert";
import {
  type ReadRequest,
  RequestReader,
} from "../../../tracing/prompt/request_reader.ts";

const encoder = new TextEncoder();

/** Whose every call is: names of calls that left do not matter here. */
const NAMES = (callId: string) => `tools/${callId}`;

const OPTIONS = { model: "gpt-5", withParts: false } as const;

/**
 * A reader that is compared with a new one at each request, and with one that is
 * given the bytes.
 */
export class ReaderUnderTest {
  readonly #reader: RequestReader;
  readonly #ofBytes: RequestReader;
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
    const expected = outcome(() => anew.read(body, options));
    if (body.isWellFormed()) {
      const bytes = encoder.encode(body);
      const found = outcome(() => this.#ofBytes.read(bytes, options));
      assertEquals(found, expected, body.slice(0, 2_000));
    }
    using parsed = new ParsedCharacters();
    const found = outcome(() => this.#reader.read(body, options));
    assertEquals(found, expected, body.slice(0, 2_000));
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
