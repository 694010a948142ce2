import type { Span } from "@opentelemetry/api";
import { ambientContext } from "../base/ambient_context.ts";
import { endSpan } from "../base/end_span.ts";
import type { CurrentScope } from "../base/scopes.ts";
import { CONVERSATION_ID } from "./_conversation_id.ts";
import { failSpan } from "../privacy/failure.ts";
import type { HttpEnd, HttpObserver } from "../base/http_observer.ts";
import type { Attributes, AttributeValue, Context } from "../base/otel.ts";
import { diag } from "../base/registry.ts";
import { isAdapterCalling } from "./by_adapter.ts";
import { type Child, OpenChildren, openRequest } from "./_open_children.ts";
import type { RunCore } from "./_run_core.ts";
import { runInScope } from "./_run_in_scope.ts";
import { sayLost } from "./_say_lost.ts";
import { ScopeContext } from "./_scope_context.ts";
import { isCutShort, type ScopeFailure } from "./_scope_failure.ts";
import { setAttributes } from "./_set_attributes.ts";
import { type SpanInit, startSpan } from "./_start_span.ts";
import type { AgentRun, AgentScope, Scope, ToolCall, Turn } from "./types.ts";

/** What a scope is made of. */
export interface SpanScopeInit extends SpanInit {
  readonly core: RunCore;
  /** The enclosing scope; absent for the run itself. */
  readonly parent?: SpanScope;
  /** Where the parent span is read from; the parent scope's unless given. */
  readonly parentContext?: Context | undefined;
  /** What lines on stderr call it; its name unless given. */
  readonly label?: string;
  /** Milliseconds since the epoch; now unless given. */
  readonly startTime?: number | undefined;
}

/**
 * One span and what is open inside it. It ends once; what is still open inside
 * ends with it, at the same moment, so that a child lies within its parent.
 */
export abstract class SpanScope implements Scope, CurrentScope, HttpObserver {
  readonly core: RunCore;
  readonly parent: SpanScope | undefined;
  readonly context: Context;
  readonly startTime: number;
  /** What lines on stderr call it. */
  readonly label: string;
  /** The id of the conversation, where somebody has named it. */
  conversationId: string | undefined;
  /** Whether nothing is said of what is lost in it. */
  readonly #silent: boolean;
  /** Holds the span, where there is one. */
  readonly #own: ScopeContext | undefined;
  /** Made with the first: most scopes have nothing inside. */
  #openChildren: OpenChildren | undefined;
  #failure: ScopeFailure | undefined;
  #endTime: number | undefined;

  /** The nearest agent. */
  abstract readonly currentAgent: AgentScope;
  /** The enclosing turn, or else the open turn of the agent. */
  abstract readonly currentTurn: Turn | undefined;
  /** The enclosing tool call. */
  abstract readonly currentTool: ToolCall | undefined;

  constructor(init: SpanScopeInit) {
    const { core, parent } = init;
    this.core = core;
    this.parent = parent;
    this.label = init.label ?? init.name;
    this.conversationId = (parent ?? core).conversationId;
    const late = parent?.isLate(`"${this.label}"`) ? parent.now() : undefined;
    this.startTime = late ?? init.startTime ?? core.now();
    this.#silent = late !== undefined || core.off || isAdapterCalling();
    const around = init.parentContext ?? parent?.context ?? ambientContext();
    const span = startSpan(init, this, around);
    if (span !== core.noSpan) this.#own = new ScopeContext(around, span);
    this.context = this.#own ?? around;
    // What begins in a scope that has ended is over at once, with all inside.
    if (late !== undefined) this.#endTime = late;
    else if (parent !== undefined) parent.#addChild(this);
  }

  get http(): HttpObserver {
    return this;
  }

  get budget(): RunCore["budget"] {
    return this.core.budget;
  }

  get span(): Span {
    return this.#own?.span ?? this.core.noSpan;
  }

  get agentRun(): AgentRun {
    return this.core.agentRun;
  }

  get ended(): boolean {
    return this.#endTime !== undefined;
  }

  get failure(): ScopeFailure | undefined {
    return this.#failure;
  }

  get hasOpenChildren(): boolean {
    return (this.#openChildren?.size ?? 0) > 0;
  }

  /** Milliseconds from start to end, or to now while it is open. */
  get durationMs(): number {
    return this.now() - this.startTime;
  }

  in<R>(fn: () => R): R {
    return runInScope(this, this.#own !== undefined, fn);
  }

  async run<R>(fn: () => R | Promise<R>): Promise<R> {
    this.isLate("run()");
    try {
      return await this.in(fn);
    } catch (error) {
      this.#failBy(error);
      throw error;
    } finally {
      this.endRun();
    }
  }

  /** Ends the scope, because the function that was run in it is done. */
  protected endRun(): void {
    this.end();
  }

  setAttribute(name: string, value: AttributeValue): void {
    if (!this.isLate("setAttribute()")) this.span.setAttribute(name, value);
  }

  protected setAttributes(attributes: Attributes): void {
    setAttributes(this.span, attributes);
  }

  /** Names the conversation here and in what is open inside, as far as alike. */
  nameConversation(id: string): void {
    const before = this.conversationId;
    this.conversationId = id;
    this.span.setAttribute(CONVERSATION_ID, id);
    this.#openChildren?.nameConversation(id, before);
  }

  fail(error: unknown, type?: string): void {
    if (!this.isLate("fail()")) this.#failBy(error, type);
  }

  #failBy(error: unknown, type?: string): void {
    this.failWith({ error, type, thrown: true, time: this.core.now() });
  }

  end(error?: unknown): void {
    if (error !== undefined) this.#failBy(error);
    this.endAt(this.core.now());
  }

  /**
   * Whether the scope has ended, so that a call on it is lost, which is said
   * once: unless it was cut short, which the program may not know yet.
   */
  isLate(call: string): boolean {
    if (this.ended && !isCutShort(this.#failure)) {
      this.sayLost(
        `Cannot record ${call} in "${this.label}", which has ended: await what is inside of it before it ends`,
      );
    }
    return this.ended;
  }

  /** Says once that something is not in the trace, unless an adapter did it. */
  protected sayLost(text: string): void {
    if (!this.#silent) sayLost(text);
  }

  /** What it is called where it is left open. */
  get leftOpen(): string | undefined {
    return this.#silent ? undefined : this.label;
  }

  /** Keeps the first failure. */
  failWith(failure: ScopeFailure): void {
    if (!this.ended) this.#failure ??= failure;
  }

  /** Forgets a failure, because the work is tried again. */
  protected forgetFailure(): void {
    this.#failure = undefined;
  }

  /** Ends the scope, because the one around it ends. */
  close(time: number): void {
    this.endAt(time);
  }

  /** Ends the scope, and all inside, as cancelled. */
  cancel(reason: unknown, time: number): void {
    if (this.ended) return;
    this.failWith({ error: reason, type: "cancelled", thrown: true, time });
    this.#openChildren?.cancel(reason, time);
    this.endAt(time);
  }

  /** Ends the scope at a moment, as it ends in whatever way. */
  protected endAt(time: number): void {
    if (this.ended) return;
    // Of what failed it is clear why it left something open.
    if (!this.#silent && this.#failure === undefined) {
      this.#openChildren?.sayLeftOpen(this.label);
    }
    this.closeChildren(time);
    this.#endTime = time;
    try {
      this.recordEnd();
      const failure = this.#failure;
      if (failure !== undefined) failSpan(this.span, failure.error, failure);
    } catch (error) {
      // Whatever is wrong with what was recorded is not the program's concern.
      diag.error("Cannot record the end of a span", error);
    } finally {
      endSpan(this.span, time);
      if (this.parent) this.parent.#openChildren?.remove(this);
      this.#own?.spanEnded();
      this.#openChildren = undefined;
      this.forget();
    }
  }

  /** Drops what is needed no more: its async context still holds the scope. */
  protected forget(): void {}

  /** Records what is known at the end, once all inside has ended. */
  protected abstract recordEnd(): void;

  /** Ends what is still open inside: of what is cancelled, as cancelled too. */
  protected closeChildren(time: number): void {
    this.#openChildren?.close(time, this.#failure);
  }

  /** The present, which after the end stays the end. */
  now(): number {
    return this.#endTime ?? this.core.now();
  }

  track(close: (end: HttpEnd) => void): () => void {
    const request = openRequest(close, () => this.#failure);
    // A request that comes too late is no more than a mark at the end.
    if (this.ended) request.close(this.now());
    else this.#addChild(request);
    return () => this.#openChildren?.remove(request);
  }

  #addChild(child: Child): void {
    (this.#openChildren ??= new OpenChildren()).add(child);
  }
}
