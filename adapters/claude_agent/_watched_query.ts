import type { Json } from "../../tracing/base/json.ts";
import { warn } from "../../tracing/privacy/warn.ts";
import { contentText } from "../shared/content_text.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { override } from "./_override.ts";
import type { QueryRun } from "./_query_run.ts";
import type { Relay } from "./_relay.ts";

type Query = AsyncGenerator<unknown, void>;
type Step = IteratorResult<unknown, void>;

/** How a query came to its end. */
export interface QueryEnd {
  /** What it threw. */
  readonly error?: unknown;
  /** The last `result` message. */
  readonly result?: unknown;
}

/** Options for {@linkcode watchedQuery}. */
export interface WatchOptions {
  readonly run: QueryRun;
  readonly relay: Relay;
  /** Cancels the query: no more requests are sent then. */
  readonly signal: AbortSignal | undefined;
  readonly onEnd: ((end: QueryEnd) => void) | undefined;
}

/**
 * Makes a query that is another one, with all that it can do. The messages that
 * it yields are recorded, and its relay stops when it ends.
 */
export function watchedQuery(query: Query, options: WatchOptions): Query {
  const { run, relay, signal, onEnd } = options;
  let result: unknown;
  const stopRelay = () => void relay.stop();
  if (signal?.aborted) stopRelay();
  else signal?.addEventListener("abort", stopRelay, { once: true });
  const end = (outcome: QueryEnd) => {
    if (run.ended) return;
    run.ended = true;
    signal?.removeEventListener("abort", stopRelay);
    stopRelay();
    onEnd?.({ ...outcome, result });
  };
  const watch = async (step: () => Promise<Step>): Promise<Step> => {
    try {
      const next = await step();
      const message = fieldsOf(next.value);
      if (next.done) end({});
      else if (message.type === "result") result = next.value;
      else record(run, message);
      return next;
    } catch (error) {
      end({ error });
      throw error;
    }
  };
  const watched: Query = override(query, {
    next: () => watch(() => query.next()),
    return: () => watch(() => query.return()),
    throw: (error: unknown) => watch(() => query.throw(error)),
    close: () => {
      (query as { close?: () => void }).close?.();
      end({});
    },
    [Symbol.asyncIterator]: () => watched,
    [Symbol.asyncDispose]: () => watch(() => query.return()),
  });
  return watched;
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
