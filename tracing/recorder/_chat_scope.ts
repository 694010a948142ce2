import { SpanKind } from "@opentelemetry/api";
import { inputContent, outputContent } from "./_captured_content.ts";
import type { HttpAttempt, HttpReply } from "../base/http_observer.ts";
import { PeerScope } from "./_peer_scope.ts";
import { providerName } from "./provider_name.ts";
import { ProxyReport } from "./_proxy_report.ts";
import { serverAttributes } from "../base/server_attributes.ts";
import type { EnclosingTurn } from "./_enclosing.ts";
import type { Attributes } from "../base/otel.ts";
import type { Chat, ModelCallOptions, ModelResponse } from "./types.ts";
import { usageAttributes, validUsage } from "./_usage.ts";
import { readRequest, type WireRequest } from "../prompt/wire/read_request.ts";

/** Milliseconds after which a request is looked at; at its chat's end at last. */
const LOOK_AFTER = 20;

/** A `chat` span: one model call with all its attempts. */
export class ChatScope extends PeerScope implements Chat {
  readonly currentTool = undefined;
  readonly model: string;
  #attempts = 0;
  #streamed = false;
  #firstChunk = false;
  #requestSeen = false;
  /** What was sent and has not been looked at. */
  readonly #bodies: string[] = [];
  #looking: ReturnType<typeof setTimeout> | undefined;
  #request: unknown;
  readonly #proxy = new ProxyReport();
  #response: ModelResponse | undefined;
  #cut: ModelResponse | undefined;
  /** When the last attempt failed, while a retry may still come. */
  #failedAt: number | undefined;

  constructor(turn: EnclosingTurn, options: ModelCallOptions) {
    const { core } = turn;
    const model = options.model ?? turn.model;
    const provider = options.provider ??
      (model === core.options.model
        ? core.provider
        : providerName(model, core.provider));
    super(turn, {
      core,
      parent: turn,
      name: `chat ${model}`,
      kind: SpanKind.CLIENT,
      attributes: () => ({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.system": provider,
        "gen_ai.request.model": model,
      }),
    });
    this.model = model;
    this.#request = options.request;
    if (!this.ended) core.chats++;
  }

  /** The reply; what came before a cut, until a retry brings another. */
  get reply(): ModelResponse | undefined {
    return this.#response ?? this.#cut;
  }

  /** Whether an attempt failed and another may still be made in this call. */
  get pending(): boolean {
    return this.#failedAt !== undefined && !this.ended;
  }

  /** Opens the failed call again for another attempt. */
  resume(): void {
    this.#failedAt = undefined;
    this.#cut = this.reply;
    this.#response = undefined;
    this.unfail();
  }

  failed(error: unknown): void {
    if (this.ended) return;
    this.fail(error);
    this.#failedAt = this.core.now();
    // The reply left a tool call: it stands, and no retry can be this call's.
    if ((this.#response?.toolCalls?.length ?? 0) > 0) this.end();
    else this.closeChildren(this.#failedAt);
  }

  response(response: ModelResponse): void {
    if (this.ended) return;
    const { usage } = response;
    this.#response = usage === undefined
      ? response
      : { ...response, usage: validUsage(usage) };
    this.turn.replied();
  }

  protected get answered(): boolean {
    return this.#response !== undefined;
  }

  attempt(request: HttpAttempt): number {
    // The address is that of the first attempt.
    if (this.#attempts === 0) {
      this.span.setAttributes(serverAttributes(request.url));
    }
    this.#proxy.asked(request);
    return this.#attempts++;
  }

  requestBody(body: string): void {
    // The first request is what the turn is measured by.
    if (this.#requestSeen || !this.span.isRecording()) return;
    this.#bodies.push(body);
    // Milliseconds of work, which neither the request nor its reply waits for.
    this.#looking ??= setTimeout(() => this.#readBodies(), LOOK_AFTER);
  }

  replied(reply: HttpReply): void {
    this.#streamed = reply.headers.get("content-type")
      ?.startsWith("text/event-stream") ?? false;
    this.#proxy.replied(reply);
  }

  firstChunk(): void {
    if (!this.#streamed || this.#firstChunk) return;
    this.#firstChunk = true;
    this.span.setAttribute(
      "gen_ai.response.time_to_first_chunk",
      (this.core.now() - this.startTime) / 1000,
    );
  }

  protected override finish(time: number): void {
    super.finish(this.#failedAt ?? time);
  }

  protected onEnd(): void {
    this.turn.charge(this.reply?.usage);
    const { cost } = this.#proxy;
    if (cost !== undefined) {
      this.core.cost.usd += cost;
      this.core.cost.chats++;
    }
    if (!this.span.isRecording()) return;
    this.span.setAttributes(this.#proxy.attributes());
    this.#readBodies();
    if (!this.#requestSeen) this.#told();
    const response = this.reply;
    if (response === undefined) return;
    this.span.setAttributes({
      ...responseAttributes(response),
      ...(this.core.content ? outputContent(response) : {}),
    });
  }

  #readBodies(): void {
    clearTimeout(this.#looking);
    this.#looking = undefined;
    for (const body of this.#bodies.splice(0)) {
      if (this.#requestSeen) return;
      try {
        this.#sent(JSON.parse(body));
      } catch {
        // It is no JSON, and so no request to a model.
      }
    }
  }

  /** The adapter's word, where nothing was seen on the wire. */
  #told(): void {
    try {
      this.#sent(this.#request);
    } catch {
      // It cannot be written as JSON, so it was not what was sent.
    }
  }

  #sent(body: unknown): void {
    const request = readRequest(body);
    if (request === undefined) return;
    this.#requestSeen = true;
    this.turn.asked(request.parts);
    this.span.setAttributes({
      ...requestAttributes(request),
      ...(this.core.content ? inputContent(request.parts) : {}),
    });
  }
}

function requestAttributes(request: WireRequest): Attributes {
  const { temperature, topP, maxTokens, stream } = request;
  return {
    ...(temperature === undefined
      ? {}
      : { "gen_ai.request.temperature": temperature }),
    ...(topP === undefined ? {} : { "gen_ai.request.top_p": topP }),
    ...(maxTokens === undefined
      ? {}
      : { "gen_ai.request.max_tokens": maxTokens }),
    ...(stream === undefined ? {} : { "gen_ai.request.stream": stream }),
  };
}

function responseAttributes(response: ModelResponse): Attributes {
  const { id, model, finishReasons, usage } = response;
  return {
    ...(id === undefined ? {} : { "gen_ai.response.id": id }),
    ...(model === undefined ? {} : { "gen_ai.response.model": model }),
    ...(finishReasons === undefined
      ? {}
      : { "gen_ai.response.finish_reasons": [...finishReasons] }),
    ...usageAttributes(usage),
  };
}
