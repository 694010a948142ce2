import { currentAgent, currentRun } from "../../tracing/recorder/current.ts";
import { tracedFetch } from "../../tracing/http/fetch.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import type { Json } from "../../tracing/base/json.ts";
import type { AgentRun } from "../../tracing/recorder/types.ts";
import { defined, fieldsOf, signalOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { currentQuery, QueryRun } from "./_query_run.ts";
import { type Relay, startRelay } from "./_relay.ts";
import { tracedOptions } from "./_traced_options.ts";
import { upstream } from "./_upstream.ts";
import { type QueryEnd, watchedQuery } from "./_watched_query.ts";

/** The SDK's `query`, as far as it is used here. */
export type QueryFunction = (params: {
  // deno-lint-ignore no-explicit-any -- of the user's version
  prompt: any;
  // deno-lint-ignore no-explicit-any -- likewise
  options?: any;
}) => AsyncGenerator<unknown, void>;

/** Options for {@linkcode traceQuery}. */
export interface TraceQueryOptions {
  /**
   * What sends the CLI's requests on to the model.
   *
   * @default {tracedFetch}
   */
  readonly fetch?: typeof tracedFetch;
}

/**
 * Traces the queries of the Claude Agent SDK: each of them has its agent's
 * turns, model calls, tool calls and sub-agents in the trace, and each request
 * to its model carries a `traceparent`.
 *
 * Inside of `traceRun` a query is that run's agent. Outside of it each is a run
 * of its own, whose runner is `claude_agent_sdk` and whose conversation is the
 * CLI's session; where nothing is recorded, it is the SDK's own query and
 * nothing else.
 *
 * A query is used like the SDK's own: all its methods work, and what it yields
 * and throws is unchanged, as are permissions, hooks and settings. Only the
 * CLI's requests take another way: to a relay on loopback, which sends them on
 * to where they would have gone.
 *
 * @example Usage
 * ```ts ignore
 * // Not run: needs the Claude CLI, and a key for its model.
 * import * as sdk from "@anthropic-ai/claude-agent-sdk";
 * import { initTracing } from "@turnspan/turnspan";
 * import { traceQuery } from "@turnspan/turnspan/claude-agent";
 *
 * await using _tracing = await initTracing("my-agent");
 * const query = traceQuery(sdk.query);
 *
 * for await (const message of query({ prompt: "What is in this folder?" })) {
 *   if (message.type === "result") console.log(message);
 * }
 * ```
 *
 * @typeParam Q The type of the SDK's `query`.
 * @param query The SDK's `query`, of the version that the program uses.
 * @param options How requests are sent.
 * @returns A `query` that is used as the SDK's own.
 * @throws Whatever the SDK's `query` throws.
 */
export function traceQuery<Q extends QueryFunction>(
  query: Q,
  { fetch = tracedFetch }: TraceQueryOptions = {},
): Q {
  return ((params) => {
    const prepared = guarded(() => prepare(query, params, fetch));
    return prepared === undefined ? query(params) : start(prepared);
  }) as Q;
}

/** The run of each query. */
const runs = new WeakMap<object, QueryRun>();

/**
 * Tells why a query got no reply from its model, of which the CLI reports only
 * a text. It is an error with the `status` and the `error` that the endpoint
 * answered, a `ConnectionError` with its `cause`, a `CutError` where a reply
 * broke off, or an `InvalidReplyError` with the `body` where a successful
 * response held no reply.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { modelFailure, traceQuery } from "@turnspan/turnspan/claude-agent";
 * import { assertEquals } from "@std/assert";
 *
 * // In place of the SDK's query, whose CLI sends its requests so.
 * async function* sdkQuery(
 *   { prompt, options }: { prompt: string; options?: object },
 * ) {
 *   const { env } = options as { env: { ANTHROPIC_BASE_URL: string } };
 *   const messages = [{ role: "user", content: prompt }];
 *   const reply = await fetch(`${env.ANTHROPIC_BASE_URL}/v1/messages`, {
 *     method: "POST",
 *     body: JSON.stringify({ model: "claude-opus-4-5", messages }),
 *   });
 *   yield await reply.text();
 * }
 * const query = traceQuery(sdkQuery, {
 *   // In place of the model.
 *   fetch: () => Promise.resolve(new Response("{}", { status: 529 })),
 * });
 *
 * await traceRun({ runner: "mine", model: "claude-opus-4-5" }, async () => {
 *   const started = query({ prompt: "A haiku?" });
 *   for await (const _ of started);
 *   const { status } = modelFailure(started) as { status: number };
 *   assertEquals(status, 529);
 * });
 * ```
 *
 * @param query What a traced `query()` has returned.
 * @returns The error; `undefined` where the last request succeeded.
 */
export function modelFailure(query: object): unknown {
  return runs.get(query)?.failure;
}

interface Start {
  readonly query: QueryFunction;
  readonly params: Parameters<QueryFunction>[0];
  /** The options that the query is made with. */
  readonly options: Json;
  readonly run: QueryRun;
  readonly relay: Relay;
  /** The agent's scope, where the query opened it. */
  readonly own: AgentRun | undefined;
}

type Queried = ReturnType<QueryFunction>;

/** Makes ready what a query is traced with; `undefined` where it is not. */
function prepare(
  query: QueryFunction,
  params: Parameters<QueryFunction>[0],
  fetch: typeof tracedFetch,
): Start | undefined {
  const options = fieldsOf(params.options);
  const around = currentAgent();
  const own = around === undefined ? ownRun(options) : undefined;
  const scope = around ?? own;
  if (scope === undefined) return undefined;
  const run = new QueryRun(scope, fetch);
  let relay: Relay | undefined;
  try {
    const target = upstream(options);
    relay = startRelay({ upstream: target.url, observer: run });
    const { url } = relay;
    const traced = tracedOptions(options, { upstream: target, url, run });
    return { query, params, options: traced, run, relay, own };
  } catch (error) {
    relay?.stop().catch(() => {});
    own?.end(error);
    throw error;
  }
}

/** Opens a run for a query; `undefined` where nothing is recorded. */
function ownRun({ model, abortController }: Json): AgentRun | undefined {
  const signal = signalOf(fieldsOf(abortController).signal);
  const scope = byAdapter(() =>
    startRun({
      runner: "claude_agent_sdk",
      model: textOf(model) ?? "default",
      ...defined({ signal }),
    })
  );
  if (scope.traceId !== undefined) return scope;
  scope.end();
  return undefined;
}

function start({ query, params, options, run, relay, own }: Start): Queried {
  const onEnd = own && ((end: QueryEnd) => endRun(own, run, end));
  const stop = (end: QueryEnd) => {
    relay.stop().catch(() => {});
    guarded(() => onEnd?.(end));
  };
  const make = () => currentQuery.run(run, () => query({ ...params, options }));
  try {
    const started = own === undefined ? make() : own.in(make);
    if (!isObject(started)) {
      stop({ isLeft: false });
      return started;
    }
    const watched = watchedQuery(started, {
      run,
      relay,
      signal: own?.signal ?? currentRun()?.signal,
      ownSignal: signalOf(fieldsOf(options.abortController).signal),
      onEnd,
    });
    runs.set(watched, run);
    return watched;
  } catch (error) {
    stop({ error, isLeft: false });
    throw error;
  }
}

/** What another function than the SDK's returns may be anything. */
function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Ends a query's own run as the query ended. */
function endRun(
  scope: AgentRun,
  run: QueryRun,
  { error, isLeft, result }: QueryEnd,
): void {
  const { subtype, result: answer } = fieldsOf(result);
  if (typeof answer === "string") scope.answer(answer);
  if (isLeft) {
    const message = "The query was not read to its end";
    scope.fail(new DOMException(message, "AbortError"), "cancelled");
  } else if (error !== undefined) {
    if (subtype === "error_max_turns") scope.fail(error, "max_turns");
    else scope.fail(run.failure ?? error);
  }
  scope.end();
}
