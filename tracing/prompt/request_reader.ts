import { KnownBody } from "./_known_body.ts";
import { startOf } from "./_start_of.ts";
import { utf8 } from "./_utf8.ts";
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

const decoder = new TextDecoder();

/** A request to a model, as far as a run keeps it. */
export interface ReadRequest {
  /** What it says beside its prompt. */
  readonly settings: RequestSettings;
  /** The pieces of its prompt, in the order in which providers cache them. */
  readonly pieces: readonly Piece[];
  /** Whether it stands on what is not in it. */
  readonly isPartial: boolean;
}

/** Keeps the texts of requests, which their reader does not. */
export interface TextKeeper {
  /**
   * Takes a request that was read.
   *
   * @param parts Its parts, without those that stay.
   * @param places How many places stay of the request that was taken before:
   * what is in front of the conversation is one, and each message. Of a request
   * that does not go on from that, 0.
   */
  take(parts: readonly PromptPart[], places: number): void;
}

/** What a request says of a call. */
type NamedCall = NonNullable<Piece["call"]>;

/** Options for {@linkcode RequestReader.read}. */
export interface ReadOptions {
  /** The model, where the request does not name it. */
  readonly model: string;
  /** Keeps the texts, where they are wanted. */
  readonly texts?: TextKeeper | undefined;
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
  /** What has the texts of the last request. */
  #keeper: TextKeeper | undefined;

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
   * @param body Its JSON text, the bytes of that, or what it was made of.
   * @param options What is wanted of it.
   * @returns What it says, or `undefined` where it is no request to a model.
   * @throws {SyntaxError} If the text is no JSON.
   */
  read(body: unknown, options: ReadOptions): ReadRequest | undefined {
    const request = typeof body === "string" || body instanceof Uint8Array
      ? this.#readJson(body, options)
      : this.#readValue(body, options);
    if (request === undefined) return undefined;
    this.#last = request;
    this.#keeper = options.texts;
    return request;
  }

  #readJson(
    json: string | Uint8Array,
    options: ReadOptions,
  ): ReadRequest | undefined {
    const [bytes, text] = typeof json === "string"
      ? [utf8(json), json]
      : [json, undefined];
    const more = this.#goesOn(options)
      ? this.#known?.readOn(bytes, text)
      : undefined;
    const last = this.#last;
    if (more !== undefined && last !== undefined) {
      const kept = startOf(last.pieces, more.pieces);
      const added = this.#pieces(
        more.parts,
        () => [
          ...callsOf(kept),
          ...callsIn(more.parts),
          ...callsOf(last.pieces),
        ],
      );
      options.texts?.take(more.parts, more.places);
      return requestOf(last.settings, kept.concat(added));
    }
    const value = parse(json);
    const read = readRequest(value);
    if (read === undefined) return undefined;
    const request = this.#request(read, options);
    this.#known = KnownBody.of(bytes, value, read.parts, request.pieces.length);
    this.#model = options.model;
    return request;
  }

  /** Whether a request may be read as one that goes on from the last one. */
  #goesOn({ model, texts }: ReadOptions): boolean {
    return model === this.#model &&
      (texts === undefined || texts === this.#keeper);
  }

  #readValue(body: unknown, options: ReadOptions): ReadRequest | undefined {
    this.#known = undefined;
    const read = readRequest(body);
    return read && this.#request(read, options);
  }

  #request(read: WireRequest, options: ReadOptions): ReadRequest {
    const { parts, ...settings } = read;
    const before = this.#last?.pieces ?? [];
    // Of a call that is not in it, the request before may tell.
    const calls = () => [...callsIn(parts), ...callsOf(before)];
    const pieces = this.#pieces(parts, calls, finderOf(before));
    const tools = parts.filter(({ kind }) => kind === "tools").length;
    const model = settings.model ?? options.model;
    if (tools > 0 && isClaude(model)) pieces.splice(tools, 0, VENDOR_PIECE);
    options.texts?.take(parts, 0);
    return requestOf(settings, pieces);
  }

  #pieces(
    parts: readonly PromptPart[],
    calls: () => NamedCall[],
    find?: (digest: number) => Piece | undefined,
  ): Piece[] {
    let names: Map<string, string> | undefined;
    const sourceOfCall = (id: string) => {
      const known = this.#sourceOfCall(id);
      if (known !== undefined) return known;
      // The recorder knows another id of it, or nothing: the request names it.
      const name = (names ??= namesOf(calls())).get(id);
      return name && (this.#sourceOfCall(id, name) ?? `local/${name}`);
    };
    return parts.map((part) =>
      pieceOf(part, sourceOf(part, sourceOfCall), find)
    );
  }
}

function parse(json: string | Uint8Array) {
  return JSON.parse(typeof json === "string" ? json : decoder.decode(json));
}

/** Whether a model is Anthropic's, by its name. */
export function isClaude(model: string): boolean {
  return /claude/i.test(model);
}

/** Finds a piece by its digest. */
function finderOf(
  pieces: readonly Piece[],
): (digest: number) => Piece | undefined {
  let byDigest: Map<number, Piece> | undefined;
  return (digest) => {
    byDigest ??= new Map(pieces.map((piece) => [piece.digest, piece]));
    return byDigest.get(digest);
  };
}

/** The tool of each call, of several with an id that of the first. */
function namesOf(calls: readonly NamedCall[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id, name } of calls) if (!names.has(id)) names.set(id, name);
  return names;
}

function callsOf(pieces: readonly Piece[]): NamedCall[] {
  return pieces.flatMap(({ call }) => call ?? []);
}

function callsIn(parts: readonly PromptPart[]): NamedCall[] {
  return parts.flatMap(({ call, callId: id }) =>
    call === undefined || id === undefined ? [] : { id, name: call.name }
  );
}

function requestOf(
  settings: RequestSettings,
  pieces: readonly Piece[],
): ReadRequest {
  const isPartial = settings.isPartial ||
    pieces.some(({ isReference }) => isReference);
  return { settings, pieces, isPartial };
}
