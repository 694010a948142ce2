import { warn } from "../../tracing/privacy/warn.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { contentText } from "./_content_text.ts";
import { overriding } from "./_overriding.ts";
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

/** What a query is watched with. */
export interface Watching {
  readonly run: QueryRun;
  readonly relay: Relay;
  /** Cancels the query: no request goes out from then on. */
  readonly signal: AbortSignal | undefined;
  readonly onEnd: ((end: QueryEnd) => void) | undefined;
}

/**
 * Makes a query that is another one, with all that it can do. What it yields is
 * looked at, and its relay ends with it.
 */
export function watchedQuery(query: Query, watching: Watching): Query {
  const { run, relay, signal, onEnd } = watching;
  let result: unknown;
  const latch = () => void relay.stop();
  signal?.addEventListener("abort", latch, { once: true });
  const end = (outcome: QueryEnd) => {
    if (run.over) return;
    run.over = true;
    signal?.removeEventListener("abort", latch);
    latch();
    onEnd?.({ ...outcome, result });
  };
  const step = async (go: () => Promise<Step>): Promise<Step> => {
    try {
      const next = await go();
      if (next.done) end({});
      else if (fieldsOf(next.value).type === "result") result = next.value;
      else look(run, fieldsOf(next.value));
      return next;
    } catch (error) {
      end({ error });
      throw error;
    }
  };
  const watched: Query = overriding(query, {
    next: () => step(() => query.next()),
    return: () => step(() => query.return()),
    throw: (error: unknown) => step(() => query.throw(error)),
    close: () => {
      (query as { close?: () => void }).close?.();
      end({});
    },
    [Symbol.asyncIterator]: () => watched,
    [Symbol.asyncDispose]: () => step(() => query.return()),
  });
  return watched;
}

function look(
  run: QueryRun,
  { type, subtype, message, ...fields }: Readonly<Record<string, unknown>>,
): void {
  const { content, model } = fieldsOf(message);
  if (type === "assistant" && !run.heard && model !== SYNTHETIC) unheard(run);
  if (type === "system" && subtype === "task_started") {
    run.agentStarted(`${fields.task_id}`, `${fields.tool_use_id}`);
  }
  if (type !== "user") return;
  const agent = run.agentOf(fields.parent_tool_use_id);
  for (const block of listOf(content).map(fieldsOf)) {
    if (block.type !== "tool_result") continue;
    agent?.told(textOf(block.tool_use_id) ?? "", contentText(block.content));
  }
}

/** The model of what the CLI itself says in the place of one. */
const SYNTHETIC = "<synthetic>";

/** A reply has come, and no request did: where it was sent is not in our hands. */
function unheard(run: QueryRun): void {
  run.heard = true;
  warn(
    "Cannot trace this query's turns: the Claude CLI sends its requests elsewhere than to ANTHROPIC_BASE_URL, as with Bedrock, Vertex or an administrator's settings",
  );
}
