import { SpanKind } from "../base/api.ts";
import { outputContent } from "./_captured_content.ts";
import type {
  HttpAttempt,
  HttpReply,
  SentBody,
} from "../base/http_observer.ts";
import {
  modelAttributes,
  requestAttributes,
  responseAttributes,
  startAttributes,
} from "./_chat_attributes.ts";
import { isEventStream } from "../base/is_event_stream.ts";
import { PeerScope } from "./_peer_scope.ts";
import { ProxyReport } from "./_proxy_report.ts";
import { serverAttributes } from "../base/server_attributes.ts";
import type { EnclosingTurn } from "./_enclosing.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import { NO_REPLY, notRead, RecordedReply } from "./_recorded_reply.ts";
import type { ChatOptions } from "./options.ts";
import type { Chat } from "./types.ts";
import { ChatPrompt, type FirstRequest } from "./_chat_prompt.ts";

/** A `chat` span: one model call with all its attempts. */
export class ChatScope extends PeerScope implements Chat {
  readonly currentTool = undefined;
  /** The name that the program or its adapter has for it. */
  readonly model: string;
  /** Whether the provider was only read out of that name. */
  readonly #providerIsGuess: boolean;
  #attempts = 0;
  #streamed = false;
  #firstChunkSeen = false;
  /** Made when something is to be read. */
  #prompt: ChatPrompt | undefined;
  /** The request as the adapter gave it. */
  #givenRequest: unknown;
  /** Made with the first request. */
  #proxy: ProxyReport | undefined;
  #reply = new RecordedReply();
  /** What was received of a reply that was cut off, until a retry succeeds. */
  #cutResponse: ModelResponse | undefined;
  /** When the last attempt failed, while a retry may still come. */
  #failedAt: number | undefined;

  constructor(turn: EnclosingTurn, options: ChatOptions) {
    const { core } = turn;
    const model = options.model ?? turn.model;
    const provider = options.provider ?? core.providerOf(model);
    super(turn, {
      core,
      parent: turn,
      name: `chat ${model}`,
      kind: SpanKind.CLIENT,
      attributes: core.off ? undefined : startAttributes(turn, model, provider),
    });
    this.model = model;
    const named = options.provider ?? core.options.provider;
    this.#providerIsGuess = named === undefined;
    this.#givenRequest = options.request;
    if (this.ended) return;
    core.chats++;
    core.budget?.begun(this);
  }

  /** The reply, or what was received of it before it was cut off. */
  get received(): ModelResponse | undefined {
    return this.#reply.response ?? this.#cutResponse;
  }

  get prompt(): ChatPrompt | undefined {
    return this.#prompt;
  }

  /** Whether an attempt failed and another may still be made in this call. */
  get pending(): boolean {
    return this.#failedAt !== undefined && !this.ended;
  }

  /** Opens the failed call again for another attempt. */
  resume(): void {
    this.#failedAt = undefined;
    this.#prompt?.resume(this.#reply.response !== undefined);
    this.#cutResponse = this.received;
    this.#reply = new RecordedReply();
    this.forgetFailure();
  }

  override get leftOpen(): string | undefined {
    // One that failed waits for a retry until its turn ends.
    return this.pending ? undefined : super.leftOpen;
  }

  protected override endRun(): void {
    // One whose attempt failed waits for another, in whatever form.
    if (!this.pending) super.endRun();
  }

  attemptFailed(error: unknown): void {
    if (this.isLate("attemptFailed()")) return;
    this.fail(error);
    this.#failedAt = this.core.now();
    // The reply left a tool call: it stands, and no retry can be this call's.
    if ((this.#reply.response?.toolCalls?.length ?? 0) > 0) this.end();
    else this.closeChildren(this.#failedAt);
  }

  reply<B>(body: B): B {
    if (this.isLate("reply()")) return body;
    const reply = this.#reply;
    return reply.take(body, {
      // Another attempt may have begun meanwhile.
      read: () => reply === this.#reply && this.#replyRead(),
      left: () => reply === this.#reply && this.#replyLeft(),
    });
  }

  response(response: ModelResponse): void {
    if (this.isLate("response()")) return;
    this.#reply.response = response;
    this.turn.updateText();
  }

  protected get answered(): boolean {
    return this.#reply.answered && !this.#reply.unread;
  }

  attempt(request: HttpAttempt): number {
    // The address is that of the first attempt.
    if (this.#attempts === 0) {
      this.setAttributes(serverAttributes(request.url));
    }
    (this.#proxy ??= new ProxyReport()).addRequest(request);
    return this.#attempts++;
  }

  get readsUntraced(): boolean {
    return this.core.options.readRequests === true;
  }

  requestBody(body: SentBody): void {
    if (this.#readsRequests && !this.ended) this.#madePrompt().sent(body);
  }

  replied(reply: HttpReply): void {
    this.#streamed = isEventStream(reply);
    this.#proxy?.addReply(reply);
  }

  firstChunk(): void {
    if (!this.#streamed || this.#firstChunkSeen) return;
    this.#firstChunkSeen = true;
    this.span.setAttribute(
      "gen_ai.response.time_to_first_chunk",
      (this.core.now() - this.startTime) / 1000,
    );
  }

  protected override endAt(time: number): void {
    if (!this.ended) {
      this.#checkReply(this.#failedAt ?? time);
      if (this.#reply.unread) this.#replyLeft();
    }
    super.endAt(this.#failedAt ?? time);
  }

  protected recordEnd(): void {
    this.turn.addUsage(this.received?.usage);
    this.turn.updateText();
    this.core.addCost(this.#proxy?.cost);
    if (this.#readsRequests) {
      const prompt = this.#madePrompt();
      prompt.readGiven(this.#givenRequest);
      const isCut = this.#reply.response === undefined;
      prompt.count(this.received ?? {}, isCut);
    }
    this.core.budget?.ended(this);
    if (!this.span.isRecording()) return;
    if (this.#proxy) this.setAttributes(this.#proxy.attributes());
    const response = this.received;
    if (response === undefined) return;
    this.setAttributes(responseAttributes(response));
    const { core } = this;
    if (core.content) this.setAttributes(outputContent(response, core.secrets));
  }

  /** Drops what its turn needed until that ended. */
  forgetAll(): void {
    this.#reply = NO_REPLY;
    this.#prompt = this.#proxy = undefined;
    this.#cutResponse = this.#givenRequest = undefined;
  }

  #madePrompt(): ChatPrompt {
    return this.#prompt ??= new ChatPrompt({
      agent: this.turn.currentAgent,
      model: this.model,
      content: this.core.content && this.span.isRecording()
        ? this.turn.currentAgent.content
        : undefined,
      onFirst: (...first) => this.#firstRequest(...first),
    });
  }

  get #readsRequests(): boolean {
    return this.readsUntraced || this.span.isRecording();
  }

  #replyRead(): void {
    if (!this.isLate("its stream")) this.turn.updateText();
  }

  #replyLeft(): void {
    const error = notRead();
    const time = this.core.now();
    this.failWith({ error, type: "cancelled", thrown: false, time });
  }

  /** A reply that is none is a failure, whatever the program makes of it. */
  #checkReply(time: number): void {
    const { problem, advice } = this.#reply;
    // Of what failed it is clear why there is no reply.
    if (advice !== undefined && this.failure === undefined) {
      this.sayLost(`Cannot read the reply of "${this.label}": ${advice}`);
    }
    if (problem !== undefined) {
      this.failWith({ ...problem, thrown: false, time });
    }
  }

  /** The name on the wire is the model's: a framework may hide or map it. */
  #nameModel(model: string): void {
    const { core } = this;
    core.nameModel(model);
    if (model === this.model) return;
    const provider = this.#providerIsGuess ? core.providerOf(model) : undefined;
    this.span.updateName(`chat ${model}`);
    this.setAttributes(modelAttributes(model, provider));
    this.turn.setModel(model);
  }

  #firstRequest(...[request, before, content]: FirstRequest): void {
    const { settings } = request;
    this.turn.addPrompt(request, before);
    if (settings.model !== undefined) this.#nameModel(settings.model);
    this.setAttributes(requestAttributes(settings));
    if (content !== undefined) this.setAttributes(content);
  }
}
