import type { SentBody } from "../base/http_observer.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import type { ReadRequest } from "../prompt/request_reader.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import type { Attributes } from "../base/otel.ts";
import type { EnclosingAgent } from "./_enclosing.ts";
import type { PromptContent } from "./_prompt_content.ts";

/**
 * Bytes, or characters, of a body that is read at once: a tenth of a millisecond
 * of work. To wait takes a timer, and holds the body.
 */
const READ_AT_ONCE = 32_768;

/** How long a larger one waits to be read, at most until its chat ends. */
const READ_DELAY_MS = 20;

/** What the requests of one model call are read with. */
export interface ChatPromptInit {
  /** The agent that asks. */
  readonly agent: EnclosingAgent;
  /** The model, where a request does not name it. */
  readonly model: string;
  /** Keeps the requests' content, where it is wanted. */
  readonly content: PromptContent | undefined;
  /** Is told the first request. */
  readonly onFirst: (...first: FirstRequest) => void;
}

/** A request, the agent's request before it, and its content. */
export type FirstRequest = [
  request: ReadRequest,
  before: ReadRequest | undefined,
  content: Attributes | undefined,
];

/** The requests of one model call: nearly always one, or the same again. */
export class ChatPrompt {
  readonly #init: ChatPromptInit;
  readonly #unread: SentBody[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: ReadRequest | undefined;
  /** That of a reply that was cut off, until a retry is answered. */
  #cut: ReadRequest | undefined;
  #isEdited = false;
  #ledger: CallLedger | undefined;

  constructor(init: ChatPromptInit) {
    this.#init = init;
  }

  /** Its ledger, where its input was counted and its request is known. */
  get ledger(): CallLedger | undefined {
    return this.#ledger;
  }

  /** Whether its request does not show all that the model was given. */
  get isPartial(): boolean {
    return this.#isEdited || this.#last?.isPartial === true;
  }

  /** Takes a request as it went over the wire. */
  sent(body: SentBody): void {
    this.#unread.push(body);
    if (body.length <= READ_AT_ONCE) return this.read();
    // Milliseconds of work, which neither the request nor its reply waits for.
    this.#timer ??= setTimeout(() => this.read(), READ_DELAY_MS);
  }

  /** Another attempt begins. */
  resume(isCut: boolean): void {
    this.read();
    if (isCut) this.#cut = this.#last;
  }

  /**
   * Shares the tokens of the prompt out, once the reply has said how many.
   *
   * @param received The reply.
   * @param isCut Whether it is that of an attempt before the last.
   */
  count(received: ModelResponse, isCut: boolean): void {
    const { usage = {}, hasReasoning = false } = received;
    const { inputTokens, outputTokens, reasoningTokens } = usage;
    this.#isEdited = received.hasEditedContext === true;
    if (inputTokens === undefined) return;
    const request = isCut ? this.#cut ?? this.#last : this.#last;
    this.#ledger = this.#init.agent.countCall({
      name: this.#init.model,
      model: request?.settings.model,
      request: this.isPartial ? undefined : request,
      inputTokens,
      reply: { output: outputTokens, reasoning: reasoningTokens, hasReasoning },
    });
  }

  /** Reads what was sent and has not been read. */
  read(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const body of this.#unread.splice(0)) this.#read(body);
  }

  /** Nothing was seen on the wire: what the adapter says counts. */
  readGiven(request: unknown): void {
    this.read();
    if (this.#last === undefined) this.#read(request);
  }

  #read(body: unknown): void {
    const { agent, model, content, onFirst } = this.#init;
    const before = agent.requests.last;
    const isFirst = this.#last === undefined;
    try {
      const request = agent.requests.read(body, { model, texts: content });
      if (request === undefined) return;
      this.#last = request;
      if (isFirst) onFirst(request, before, content?.attributes());
    } catch {
      // It is not JSON, or cannot be written as such: no request to a model.
    }
  }
}
