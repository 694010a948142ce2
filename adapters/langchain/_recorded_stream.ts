import { budgetError } from "../../tracing/recorder/budget_error.ts";
import { currentRun } from "../../tracing/recorder/current.ts";
import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import type { AgentScope } from "../../tracing/recorder/types.ts";
import { causes } from "../../tracing/privacy/failure.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { isBubbleUp, isStepLimit } from "./_errors.ts";
import type { Stream } from "./_framework.ts";

/** What a run of an agent is recorded as, and how that ends. */
export interface Recording {
  readonly scope: AgentScope;
  /** Ends it: as failed, where there is a failure. */
  end(failure?: Failure): void;
}

/** How an agent failed. */
export interface Failure {
  readonly error: unknown;
  /** The value of `error.type`, where it is not the error's own. */
  readonly type?: string;
}

/** A run of a graph. */
interface GraphRun {
  readonly signal: AbortSignal | undefined;
  /** The id of its thread, where the program gave one. */
  readonly thread: string | undefined;
  /** Opens what it is recorded as. */
  readonly record: (signal: AbortSignal | undefined) => Recording;
  /** Runs the graph, as far as its stream is read. */
  readonly start: () => Stream;
}

/** Scopes in which an agent is running. */
const running = new WeakSet<AgentScope>();

/** Whether an agent runs in a scope. */
export function isRunning(scope: AgentScope): boolean {
  return running.has(scope);
}

/** Errors of a step limit that is recorded for its agent, not those around it. */
const recordedLimits = new WeakSet<Error>();

/**
 * A run of a graph as the stream that it is read from. Nothing happens before
 * the first step is asked for. Each step is taken inside of the scope, and its
 * end is recorded as soon as it is known, which of a stream that is left or of a
 * run that is cancelled is at once: the framework goes on for a while, kept by
 * the step that it waits for, such as a model's whole reply.
 */
export class RecordedStream implements Stream {
  readonly #run: GraphRun;
  #stream: Stream | undefined;
  #recording: Recording | undefined;
  /** Whether it ended before there was a stream. */
  #over = false;
  #ended = false;

  constructor(run: GraphRun) {
    this.#run = run;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (this.#over) return { done: true, value: undefined };
    try {
      const stream = this.#stream ??= this.#begin();
      const step = await this.#in(() => stream.next());
      if (step.done) this.#end();
      return step;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  async return(value: unknown): Promise<IteratorResult<unknown>> {
    guarded(() => this.#leave());
    const stream = this.#stream;
    this.#over = stream === undefined;
    try {
      if (stream !== undefined) await this.#in(() => stream.return(undefined));
    } catch (error) {
      throw this.#failed(error);
    }
    return { done: true, value: await value };
  }

  async throw(error: unknown): Promise<IteratorResult<unknown>> {
    await this.return(undefined);
    throw this.#failed(error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return(undefined);
  }

  /** Begins the recording, and the run inside of it. */
  #begin(): Stream {
    const { signal, thread, record, start } = this.#run;
    const recording = guarded(() => record(signal));
    if (recording === undefined) return start();
    this.#recording = recording;
    const { scope } = recording;
    guarded(() => nameConversation(scope, thread));
    if (signal?.aborted) this.#cancel();
    else {
      signal?.addEventListener("abort", this.#cancel);
      running.add(scope);
    }
    return scope.in(start);
  }

  #in<R>(step: () => R): R {
    const scope = this.#recording?.scope;
    return scope === undefined ? step() : scope.in(step);
  }

  readonly #cancel = (): void => {
    this.#end({ error: this.#run.signal?.reason, type: "cancelled" });
  };

  #leave(): void {
    if (this.#ended || this.#recording === undefined) return;
    this.#end({ error: notRead(), type: "cancelled" });
  }

  /** Records the failure; what is thrown is the budget's error where it is that. */
  #failed(error: unknown): unknown {
    this.#over = this.#stream === undefined;
    const recording = this.#recording;
    if (recording === undefined) return error;
    this.#end(guarded(() => failureOf(error, this.#run.signal)));
    return budgetError(recording.scope.in(currentRun)) ?? error;
  }

  #end(failure?: Failure): void {
    const recording = this.#recording;
    if (this.#ended || recording === undefined) return;
    this.#ended = true;
    this.#run.signal?.removeEventListener("abort", this.#cancel);
    running.delete(recording.scope);
    guarded(() => recording.end(failure));
  }
}

function notRead(): DOMException {
  return new DOMException("The stream was not read to its end", "AbortError");
}

/** The failure of an agent whose graph threw; `undefined` where it is none. */
function failureOf(
  error: unknown,
  signal: AbortSignal | undefined,
): Failure | undefined {
  if (isBubbleUp(error)) return undefined;
  if (signal?.aborted) return { error, type: "cancelled" };
  const isOfAgentInside = causes(error).some((cause) =>
    isStepLimit(cause) && recordedLimits.has(cause)
  );
  if (!isStepLimit(error) || isOfAgentInside) return { error };
  recordedLimits.add(error);
  return { error, type: "max_turns" };
}
