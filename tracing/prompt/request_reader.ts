import { KnownBody } from "./_known_body.ts";
import {
  type Piece,
  pieceOf,
  sourceOf,
  type SourceOfCall,
  VENDOR_PIECE,
} from "./piece.ts";
import {
  type PromptPart,
  readRequest,
  type RequestSettings,
  type WireRequest,
} from "./wire/read_request.ts";

/** A request to a model, as far as a run keeps it. */
export interface ReadRequest {
  /** What it says beside its prompt. */
  readonly settings: RequestSettings;
  /** The pieces of its prompt, in the order in which providers cache them. */
  readonly pieces: readonly Piece[];
  /** Whether it stands on what is not in it. */
  readonly isPartial: boolean;
  /** What the pieces were made of, where that was asked for. */
  readonly parts?: readonly PromptPart[];
}

/** Options for {@linkcode RequestReader.read}. */
export interface ReadOptions {
  /** The model, where the request does not name it. */
  readonly model: string;
  /** Whether the parts are wanted, with their texts. */
  readonly withParts: boolean;
}

/**
 * Reads the requests of one agent. Of one that is the request before and more
 * messages, only these are parsed; of all, only digests and sizes are kept.
 */
export class RequestReader {
  readonly #sourceOfCall: SourceOfCall;
  #known: KnownBody | undefined;
  #last: ReadRequest | undefined;
  /** The model of the last request, where that does not name it. */
  #model = "";

  /** @param sourceOfCall Names the source of a result by its call's id. */
  constructor(sourceOfCall: SourceOfCall) {
    this.#sourceOfCall = sourceOfCall;
  }

  /** The request that was read last. */
  get last(): ReadRequest | undefined {
    return this.#last;
  }

  /**
   * Reads a request.
   *
   * @param body Its JSON text, or what that was made of.
   * @param options What is wanted of it.
   * @returns What it says, or `undefined` where it is no request to a model.
   * @throws {SyntaxError} If the text is no JSON.
   */
  read(body: unknown, options: ReadOptions): ReadRequest | undefined {
    const request = typeof body === "string"
      ? this.#readText(body, options)
      : this.#readValue(body, options);
    if (request !== undefined) this.#last = request;
    return request;
  }

  #readText(text: string, options: ReadOptions): ReadRequest | undefined {
    // With all texts wanted, all is parsed.
    if (options.withParts) return this.#readValue(JSON.parse(text), options);
    const bytes = new TextEncoder().encode(text);
    const more = this.#model === options.model
      ? this.#known?.readOn(bytes)
      : undefined;
    const last = this.#last;
    if (more !== undefined && last !== undefined) {
      const pieces = last.pieces.slice(0, more.pieces);
      for (const piece of this.#pieces(more.parts, pieces)) pieces.push(piece);
      return requestOf(last.settings, pieces);
    }
    const value = JSON.parse(text);
    const read = readRequest(value);
    if (read === undefined) return undefined;
    const request = this.#request(read, options);
    this.#known = KnownBody.of(bytes, value, read.parts, request.pieces.length);
    this.#model = options.model;
    return request;
  }

  #readValue(body: unknown, options: ReadOptions): ReadRequest | undefined {
    this.#known = undefined;
    const read = readRequest(body);
    return read && this.#request(read, options);
  }

  #request(read: WireRequest, options: ReadOptions): ReadRequest {
    const { parts, ...settings } = read;
    const pieces = this.#pieces(parts, []);
    const tools = parts.filter(({ kind }) => kind === "tools").length;
    const model = settings.model ?? options.model;
    if (tools > 0 && isClaude(model)) pieces.splice(tools, 0, VENDOR_PIECE);
    const request = requestOf(settings, pieces);
    return options.withParts ? { ...request, parts } : request;
  }

  /** Makes pieces of parts that stand behind others. */
  #pieces(parts: readonly PromptPart[], before: readonly Piece[]): Piece[] {
    const known = this.#last?.pieces ?? [];
    let byDigest: Map<number, Piece> | undefined;
    let calls: Map<string, string> | undefined;
    const find = (digest: number) => {
      byDigest ??= new Map(known.map((piece) => [piece.digest, piece]));
      return byDigest.get(digest);
    };
    // A call of which the recorder knows nothing: a request itself names it,
    // this one or, where the call has left it, the one before.
    const nameOfCall = (id: string) =>
      this.#sourceOfCall(id) ??
        (calls ??= namesOfCalls([
          ...callsOf(before),
          ...parts.map(({ call, callId: id }) =>
            call && id !== undefined ? { id, name: call.name } : undefined
          ),
          ...callsOf(known),
        ])).get(id);
    return parts.map((part) => pieceOf(part, sourceOf(part, nameOfCall), find));
  }
}

/** Whether a model is Anthropic's, by its name. */
export function isClaude(model: string): boolean {
  return /claude/i.test(model);
}

function callsOf(pieces: readonly Piece[]): Piece["call"][] {
  return pieces.map(({ call }) => call);
}

/** What requests call the tool of each call: the first of an id. */
function namesOfCalls(calls: readonly Piece["call"][]): Map<string, string> {
  const names = new Map<string, string>();
  for (const call of calls) {
    if (call !== undefined && !names.has(call.id)) {
      names.set(call.id, `local/${call.name}`);
    }
  }
  return names;
}

function requestOf(
  settings: RequestSettings,
  pieces: readonly Piece[],
): ReadRequest {
  const isPartial = settings.isPartial ||
    pieces.some(({ isReference }) => isReference);
  return { settings, pieces, isPartial };
}
