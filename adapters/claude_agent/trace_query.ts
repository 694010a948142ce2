import { currentAgent, currentRun } from "../../tracing/recorder/current.ts";
import { tracedFetch } from "../../tracing/http/fetch.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import { currentQuery, QueryRun } from "./_query_run.ts";
import { startRelay } from "./_relay.ts";
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
 * of its own, whose runner is `claude_agent_sdk`; where nothing is recorded
 * that is the SDK's own query, with nothing around it.
 *
 * A query is used as the SDK's own: all its methods work, what it yields and
 * throws is untouched, and so are permissions, hooks and settings, but for
 * where the CLI sends its requests: through a relay on loopback, from here to
 * where they would have gone.
 *
 * @example Usage
 * ```ts ignore
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
    const scope = currentAgent();
    return scope === undefined ? ownRun({ query, params, fetch }) : start({
      query,
      params,
      run: new QueryRun(scope, fetch),
      signal: currentRun()?.signal,
    });
  }) as Q;
}

/** The run of each query. */
const runs = new WeakMap<object, QueryRun>();

/**
 * Tells why the model gave a query no reply, of which the CLI reports only a
 * text: an error with the `status` and the `error` that the endpoint answered,
 * `ConnectionError` with its `cause`, or `CutError` where a reply broke off.
 *
 * @param query What a traced `query()` has returned.
 * @returns The error; `undefined` where the last request went well.
 */
export function modelFailure(query: object): unknown {
  return runs.get(query)?.failure;
}

interface Start {
  readonly query: QueryFunction;
  readonly params: Parameters<QueryFunction>[0];
  readonly run: QueryRun;
  /** Cancels what the query is part of. */
  readonly signal?: AbortSignal | undefined;
  /** Is called once, at the query's end. */
  readonly onEnd?: (end: QueryEnd) => void;
}

type Queried = ReturnType<QueryFunction>;

function start({ query, params, run, signal, onEnd }: Start): Queried {
  const options = fieldsOf(params.options);
  const target = upstream(options);
  const relay = startRelay({ upstream: target.url, observer: run });
  try {
    const traced = tracedOptions(options, {
      upstream: target,
      url: relay.url,
      run,
    });
    const started = currentQuery.run(
      run,
      () => query({ ...params, options: traced }),
    );
    const watched = watchedQuery(started, { run, relay, signal, onEnd });
    runs.set(watched, run);
    return watched;
  } catch (error) {
    relay.stop();
    onEnd?.({ error });
    throw error;
  }
}

function ownRun(
  { query, params, fetch }: Pick<Start, "query" | "params"> & {
    readonly fetch: typeof tracedFetch;
  },
): Queried {
  const { model, abortController } = fieldsOf(params.options);
  const scope = byAdapter(() =>
    startRun({
      runner: "claude_agent_sdk",
      model: textOf(model) ?? "default",
      ...(abortController instanceof AbortController
        ? { signal: abortController.signal }
        : {}),
    })
  );
  if (scope.traceId === undefined) {
    scope.end();
    return query(params);
  }
  const run = new QueryRun(scope, fetch);
  const onEnd = ({ error, result }: QueryEnd) => {
    const { subtype, result: answer } = fieldsOf(result);
    if (typeof answer === "string") scope.answer(answer);
    if (error !== undefined) {
      if (subtype === "error_max_turns") scope.fail(error, "max_turns");
      else scope.fail(run.failure ?? error);
    }
    scope.end();
  };
  return scope.in(() =>
    start({ query, params, run, signal: scope.signal, onEnd })
  );
}
