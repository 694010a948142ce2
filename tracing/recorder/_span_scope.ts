import { diag, type Span, type SpanKind, trace } from "@opentelemetry/api";
import { type CurrentScope, scopes } from "../base/scopes.ts";
import { errorMessage, errorType, failSpan } from "../privacy/failure.ts";
import type { HttpEnd, HttpObserver } from "../base/http_observer.ts";
import type { Attributes, AttributeValue, Context } from "../base/otel.ts";
import { activeContext, withContext } from "../base/registry.ts";
import type { RunCore } from "./_run_core.ts";
import type { Failure } from "./trajectory.ts";
import type { AgentRun, AgentScope, Scope, ToolCall, Turn } from "./types.ts";

/** Why a scope failed. */
export interface ScopeFailure {
  /** What was thrown, or what stands for it. */
  readonly error: unknown;
  /** The value of `error.type`, where it is not the error's own. */
  readonly type?: string | undefined;
  /** Whether something was thrown, and so is an `exception` event. */
  readonly thrown: boolean;
  /** When, in milliseconds since the epoch. */
  readonly time: number;
}

/** A scope's failure as it stands in the trajectory. */
export function trajectoryFailure({ error, type }: ScopeFailure): Failure {
  return { type: type ?? errorType(error), message: errorMessage(error) };
}

/** Something inside a scope, which must end no later than the scope. */
interface Child {
  /** Ends it, because the scope around it ends. */
  close(time: number): void;
  /** Ends it as cancelled. */
  cancel(reason: unknown, time: number): void;
}

/** What a scope is made of. */
export interface SpanScopeInit {
  readonly core: RunCore;
  /** The enclosing scope; absent for the run itself. */
  readonly parent?: SpanScope;
  /** Where the parent span is read from; the parent scope's unless given. */
  readonly parentContext?: Context | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  /** Makes the attributes, where there is a span for them; each has a value. */
  readonly attributes: () => Attributes;
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
  readonly span: Span;
  readonly context: Context;
  readonly startTime: number;
  /** What is open inside. Made when needed: most scopes have nothing inside. */
  #openChildren: Set<Child> | undefined;
  #failure: ScopeFailure | undefined;
  #endTime: number | undefined;

  /** The nearest agent. */
  abstract readonly agent: AgentScope;
  /** The enclosing turn, or else the open turn of the agent. */
  abstract readonly currentTurn: Turn | undefined;
  /** The enclosing tool call. */
  abstract readonly currentTool: ToolCall | undefined;

  constructor(init: SpanScopeInit) {
    const { core, parent } = init;
    this.core = core;
    this.parent = parent;
    // What begins in a scope that has ended is over at once, with all inside.
    const late = parent?.ended ? parent.now() : undefined;
    this.startTime = late ?? init.startTime ?? core.now();
    const parentContext = init.parentContext ?? parent?.context ??
      activeContext();
    this.span = this.#startSpan(init, parentContext);
    this.context = this.span === core.noSpan
      ? parentContext
      : trace.setSpan(parentContext, this.span);
    if (late === undefined) parent?.addChild(this);
    else this.#endTime = late;
  }

  get agentRun(): AgentRun {
    return this.core.agentRun;
  }

  get http(): HttpObserver {
    return this;
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
    // Without a span there is nothing to make active: one entry is saved.
    const inside = this.span === this.core.noSpan
      ? fn
      : () => withContext(this.context, fn);
    return scopes.run(this, inside);
  }

  async run<R>(fn: () => R | Promise<R>): Promise<R> {
    try {
      return await this.in(fn);
    } catch (error) {
      this.fail(error);
      throw error;
    } finally {
      this.end();
    }
  }

  setAttribute(name: string, value: AttributeValue): void {
    this.span.setAttribute(name, value);
  }

  /** Sets those attributes that have a value: a tracer may count the others. */
  protected setAttributes(attributes: Attributes): void {
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined) this.span.setAttribute(name, value);
    }
  }

  fail(error: unknown, type?: string): void {
    this.failWith({ error, type, thrown: true, time: this.core.now() });
  }

  end(error?: unknown): void {
    if (error !== undefined) this.fail(error);
    this.endAt(this.core.now());
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
    for (const child of this.#children) child.cancel(reason, time);
    this.endAt(time);
  }

  /** Ends the scope at a moment, as it ends in whatever way. */
  protected endAt(time: number): void {
    if (this.ended) return;
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
      this.span.end(time);
      this.parent?.removeChild(this);
    }
  }

  /** Records what is known at the end, once all inside has ended. */
  protected abstract recordEnd(): void;

  /** Ends what is still open inside. */
  protected closeChildren(time: number): void {
    for (const child of this.#children) child.close(time);
    this.#openChildren = undefined;
  }

  protected addChild(child: Child): void {
    (this.#openChildren ??= new Set()).add(child);
  }

  protected removeChild(child: Child): void {
    this.#openChildren?.delete(child);
  }

  /** The present, which after the end stays the end. */
  now(): number {
    return this.#endTime ?? this.core.now();
  }

  track(close: (end: HttpEnd) => void): () => void {
    const request: Child = {
      close: (time) => close({ time, failed: this.#failure }),
      cancel: (reason, time) => close({ time, cancelled: { reason } }),
    };
    // A request that comes too late is no more than a mark at the end.
    if (this.ended) request.close(this.now());
    else this.addChild(request);
    return () => this.removeChild(request);
  }

  #startSpan(init: SpanScopeInit, parentContext: Context): Span {
    const { core, parent, name, kind } = init;
    // A scope that is opened in one that has ended leaves no span behind.
    if (core.off || parent?.ended) return core.noSpan;
    const attributes = init.attributes();
    const options = { kind, attributes, startTime: this.startTime };
    return core.tracer.startSpan(name, options, parentContext);
  }

  /** A copy of what is open: a child that ends removes itself. */
  get #children(): Child[] {
    return [...this.#openChildren ?? []];
  }
}
