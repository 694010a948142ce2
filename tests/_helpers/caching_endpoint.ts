import { Tiktoken } from "js-tiktoken/lite";
import o200kBase from "js-tiktoken/ranks/o200k_base";
import { isJson, type Json } from "../../tracing/base/json.ts";

/**
 * Model endpoints that count with a real tokenizer and cache beginnings of
 * prompts by the rules that two vendors publish. They read requests by
 * themselves, and keep all that they were sent.
 *
 * - OpenAI, "Prompt caching" (developers.openai.com/api/docs/guides/prompt-caching):
 *   automatic from 1,024 tokens on, in steps of 128, exact beginnings only,
 *   definitions and the schema of the reply first, for 5 to 10 minutes without
 *   use.
 * - Anthropic, "Prompt caching"
 *   (platform.claude.com/docs/en/build-with-claude/prompt-caching): up to marks,
 *   at most 4; definitions, system texts, messages; a minimum by model, which is
 *   1,024 tokens for most; looks back 20 blocks from each mark; for 5 minutes
 *   without use.
 *
 * @module
 */

/** What an endpoint says of a request, and what only it knows. */
export interface CacheAnswer {
  readonly inputTokens: number;
  /** Tokens that it had in its cache. */
  readonly cached: number;
  /** How many tokens the request has in common with each one before it. */
  readonly common: readonly number[];
}

/** A time in milliseconds that passes when a test says so. */
export interface Clock {
  now: number;
}

/** One text of a prompt, as the model is given it. */
interface Block {
  readonly tokens: readonly number[];
  /** Whether a mark stands on it. */
  readonly marked: boolean;
}

const tokenizer = new Tiktoken(o200kBase);
const known = new Map<string, readonly number[]>();

/** The tokens of a text. */
export function tokensOf(text: string): readonly number[] {
  let tokens = known.get(text);
  if (tokens === undefined) known.set(text, tokens = tokenizer.encode(text));
  return tokens;
}

/** What stands around a text: no tokenizer has tokens like these. */
const FRAME = [-1, -2, -3, -4];

/** A text in its frame. */
function block(text: string, marked = false): Block {
  return { tokens: [...tokensOf(text), ...FRAME], marked };
}

const MINUTE = 60_000;

/** What both vendors do. */
abstract class CachingEndpoint {
  readonly #clock: Clock;
  /** When each beginning that was kept ends to be. */
  readonly #ends = new Map<string, number>();
  readonly #sent: { model: string; tokens: readonly number[] }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a request. */
  answer(body: Json): CacheAnswer {
    const model = String(body.model);
    const blocks = this.blocksOf(body);
    const tokens = blocks.flatMap((one) => one.tokens);
    const cached = this.cachedOf(model, blocks, tokens);
    const common = this.#sent.map((one) =>
      one.model === model ? commonLength(one.tokens, tokens) : 0
    );
    this.#sent.push({ model, tokens });
    return { inputTokens: tokens.length, cached, common };
  }

  protected abstract blocksOf(body: Json): Block[];

  protected abstract cachedOf(
    model: string,
    blocks: readonly Block[],
    tokens: readonly number[],
  ): number;

  /** Whether a beginning is kept; each use keeps it on. */
  protected find(key: string, minutes: number): boolean {
    const isKept = (this.#ends.get(key) ?? 0) > this.#clock.now;
    if (isKept) this.keep(key, minutes);
    return isKept;
  }

  protected keep(key: string, minutes: number): void {
    this.#ends.set(key, this.#clock.now + minutes * MINUTE);
  }
}

/** Caches as OpenAI does, over chat completions and responses. */
export class OpenAiEndpoint extends CachingEndpoint {
  protected blocksOf(body: Json): Block[] {
    const format = body.response_format ?? fields(body.text).format;
    return [
      ...objectsIn(body.tools).map((tool) => block(JSON.stringify(tool))),
      ...(format === undefined ? [] : [block(JSON.stringify(format))]),
      ...textsIn(body.instructions).map((text) => block(text)),
      ...objectsIn(body.messages ?? body.input).flatMap(textsOf).map((text) =>
        block(text)
      ),
    ];
  }

  protected cachedOf(
    model: string,
    _blocks: readonly Block[],
    tokens: readonly number[],
  ): number {
    const keys = new Map<number, string>();
    let hash = model;
    for (let end = 128; end <= tokens.length; end += 128) {
      hash = hashOf(hash, tokens.slice(end - 128, end));
      if (end >= 1_024) keys.set(end, hash);
    }
    let cached = 0;
    for (const [end, key] of keys) if (this.find(key, 10)) cached = end;
    for (const key of keys.values()) this.keep(key, 10);
    return cached;
  }
}

/** Caches as Anthropic does. */
export class AnthropicEndpoint extends CachingEndpoint {
  protected blocksOf(body: Json): Block[] {
    const tools = objectsIn(body.tools).map((tool) => {
      const { cache_control: _, ...given } = tool;
      return block(JSON.stringify(given), isMarked(tool));
    });
    return [
      ...(tools.length > 0 ? [block(VENDOR_TEXT)] : []),
      ...tools,
      ...blocksIn(body.system),
      ...objectsIn(body.messages).flatMap(({ content }) => blocksIn(content)),
    ];
  }

  protected cachedOf(model: string, blocks: readonly Block[]): number {
    const minimum = model.includes("haiku") ? 2_048 : 1_024;
    let hash = model;
    let length = 0;
    const ends = blocks.map(({ tokens, marked }) => {
      hash = hashOf(hash, tokens);
      length += tokens.length;
      return { hash, length, marked };
    });
    const marks = ends.flatMap(({ marked }, place) => marked ? [place] : []);
    if (marks.length > 4) throw new RangeError("A request has 4 marks at most");
    let cached = 0;
    for (const mark of marks) {
      const found = ends.slice(Math.max(0, mark - 19), mark + 1)
        .findLast((end) => this.find(end.hash, 5));
      cached = Math.max(cached, found?.length ?? 0);
    }
    for (const mark of marks) {
      const end = ends[mark]!;
      if (end.length >= minimum) this.keep(end.hash, 5);
    }
    return cached;
  }
}

/** What Anthropic adds to each request with tools. */
const VENDOR_TEXT = "You can call functions to answer the question. ".repeat(
  50,
);

function blocksIn(content: unknown): Block[] {
  return typeof content === "string"
    ? [block(content)]
    : objectsIn(content).flatMap((one) =>
      textsOf(one).map((text) => block(text, isMarked(one)))
    );
}

function isMarked({ cache_control }: Json): boolean {
  return cache_control !== undefined;
}

/** The texts that the model is given of a message, an item or a block. */
function textsOf(one: Json): string[] {
  const { text, name, content, output } = one;
  if (typeof text === "string") return [text];
  if (typeof name === "string") {
    return [callText(name, one.input ?? one.arguments)];
  }
  return [
    ...textsIn(content ?? output),
    ...objectsIn(one.tool_calls).map((call) => {
      const called = fields(call.function);
      return callText(String(called.name), called.arguments);
    }),
  ];
}

function textsIn(content: unknown): string[] {
  if (typeof content === "string") return content === "" ? [] : [content];
  return objectsIn(content).flatMap(textsOf);
}

function callText(name: string, input: unknown): string {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  return `${name}(${text})`;
}

function objectsIn(list: unknown): Json[] {
  return Array.isArray(list) ? list.filter(isJson) : [];
}

function fields(value: unknown): Json {
  return isJson(value) ? value : {};
}

function commonLength(one: readonly number[], other: readonly number[]) {
  const end = one.findIndex((token, place) => token !== other[place]);
  return end < 0 ? one.length : end;
}

/** A key for all that was before and some tokens more. */
function hashOf(before: string, tokens: readonly number[]): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const codes = Array.from(before, (letter) => letter.charCodeAt(0));
  for (const code of [...codes, ...tokens]) {
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca77);
    b ^= b >>> 15;
  }
  return `${a}.${b}`;
}
