import type { Json } from "../../tracing/base/json.ts";
import { warn } from "../../tracing/privacy/warn.ts";
import { TokenBudgetError } from "../../tracing/recorder/token_budget_error.ts";
import { contentText } from "../shared/content_text.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { override } from "./_override.ts";
import type { QueryRun } from "./_query_run.ts";
import type { Relay } from "./_relay.ts";

type Query = AsyncGenerator<unknown, void>;
type Step = IteratorResult<unknown, void>;

/** How a query came to its end. */
export interface QueryEnd {
  /** What it threw. */
  readonly error?: unknown;
  /** Whether its reader left while something was under way. */
  readonly isLeft: boolean;
  /** The last `result` message. */
  readonly result?: unknown;
}

/** Options for {@linkcode watchedQuery}. */
export interface WatchOptions {
  readonly run: QueryRun;
  readonly relay: Relay;
  /** Cancels the query: no more requests are sent then. */
  readonly signal: AbortSignal | undefined;
  /** The query's own, by which a program cancels it. */
  readonly ownSignal: AbortSignal | undefined;
  readonly onEnd: ((end: QueryEnd) => void) | undefined;
}

/**
 * Makes a query that is another one, with all that it can do. The messages that
 * it yields are recorded, and its relay stops when it ends.
 */
export function watchedQuery(query: Query, options: WatchOptions): Query {
  const watch = new QueryWatch(options);
  const leave = (step: () => Promise<Step>) => watch.step(step, true);
  const members: Record<PropertyKey, (...args: never[]) => unknown> = {
    next: () => watch.step(() => query.next(), false),
    return: () => leave(() => query.return()),
    throw: (error: unknown) => leave(() => query.throw(error)),
    close: () => {
      (query as { close?: () => void }).close?.();
      watch.end({ isLeft: true });
    },
    [Symbol.asyncIterator]: () => watched,
    [Symbol.asyncDispose]: () => leave(() => query.return()),
  };
  // What it has not, a loop over it would call.
  for (const name of Reflect.ownKeys(members)) {
    const member = guarded(() => Reflect.get(query, name));
    if (typeof member !== "function") delete members[name as string];
  }
  const watched: Query = override(query, members);
  return watched;
}

/** What is seen of a query until its end. */
class QueryWatch {
  readonly #options: WatchOptions;
  #result: unknown;

  constructor(options: WatchOptions) {
    this.#options = options;
    const { signal } = options;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Takes a step of the query's; one that leaves it is the last. */
  async step(step: () => Promise<Step>, isLeft: boolean): Promise<Step> {
    try {
      const next = await step();
      guarded(() => this.#observe(next, isLeft));
      const stopped = isLeft ? undefined : this.#budgetError;
      if (stopped !== undefined && fieldsOf(next).done) throw stopped;
      return next;
    } catch (error) {
      this.end({ error, isLeft });
      throw this.#budgetError ?? error;
    }
  }

  /** Why the run has asked no further, where it has gone past its budget. */
  get #budgetError(): TokenBudgetError | undefined {
    const reason: unknown = this.#options.signal?.reason;
    return reason instanceof TokenBudgetError ? reason : undefined;
  }

  /** Records the end, once. */
  end({ error, isLeft }: QueryEnd): void {
    const { run, signal, ownSignal, onEnd } = this.#options;
    if (run.ended) return;
    run.ended = true;
    signal?.removeEventListener("abort", this.#onAbort);
    // What is done when the reader leaves has not failed by it.
    const isCut = (isLeft && run.isBusy) ||
      (error !== undefined && ownSignal?.aborted === true);
    if (isCut) guarded(() => run.giveUp());
    this.#stopRelay();
    guarded(() =>
      onEnd?.({
        ...(error === undefined ? {} : { error }),
        isLeft: isCut,
        result: this.#result,
      })
    );
  }

  readonly #onAbort = (): void => {
    // Past a budget each request is refused, so that the CLI asks no more.
    if (this.#budgetError === undefined) this.#stopRelay();
  };

  readonly #stopRelay = (): void => {
    this.#options.relay.stop().catch(() => {});
  };

  #observe({ done, value }: Step, isLeft: boolean): void {
    const message = fieldsOf(value);
    this.#options.run.session(message.session_id);
    if (done || isLeft) this.end({ isLeft });
    else if (message.type === "result") this.#result = value;
    else record(this.#options.run, message);
  }
}

/** Records a message: the results of tools, and the agents that have started. */
function record(
  run: QueryRun,
  { type, subtype, message, ...fields }: Json,
): void {
  const { content, model } = fieldsOf(message);
  if (type === "assistant" && model !== SYNTHETIC) warnOfNoRequests(run);
  if (type === "system" && subtype === "task_started") {
    run.agentStarted(`${fields.task_id}`, `${fields.tool_use_id}`);
  }
  if (type !== "user") return;
  const agent = run.agentOf(fields.parent_tool_use_id);
  for (const block of listOf(content).map(fieldsOf)) {
    if (block.type !== "tool_result") continue;
    const callId = textOf(block.tool_use_id) ?? "";
    agent?.tools.result(callId, contentText(block.content));
  }
}

/** The model's name in messages that the CLI itself has written. */
const SYNTHETIC = "<synthetic>";

/** Warns once of a reply whose request did not go through the relay. */
function warnOfNoRequests(run: QueryRun): void {
  if (run.hasRequests) return;
  run.hasRequests = true;
  warn(
    "Cannot trace this query's turns: the Claude CLI sends its requests elsewhere than to ANTHROPIC_BASE_URL, as with Bedrock, Vertex or an administrator's settings",
  );
}
