import { currentToolCall } from "../../tracing/recorder/current.ts";
import { fieldsOf } from "../shared/fields.ts";
import { isLeftAlone } from "../shared/left_alone.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { replaceMethod } from "../shared/replace_method.ts";
import type { Agent } from "./_framework.ts";
import { tracedCopy } from "./_traced_copy.ts";

/**
 * The versions of `langchain` that {@linkcode traceAgent} supports: its tests
 * run with the oldest and with the newest of them.
 *
 * @example Usage
 * ```ts
 * import { SUPPORTED_LANGCHAIN } from "@turnspan/turnspan/langchain";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(SUPPORTED_LANGCHAIN, ">=1.2.25 <1.6.0");
 * ```
 */
export const SUPPORTED_LANGCHAIN = ">=1.2.25 <1.6.0";

/**
 * The versions of `deepagents` that {@linkcode traceAgent} supports: its tests
 * run with the oldest and with the newest of them.
 *
 * @example Usage
 * ```ts
 * import { SUPPORTED_DEEPAGENTS } from "@turnspan/turnspan/langchain";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(SUPPORTED_DEEPAGENTS, ">=1.8.0 <1.15.0");
 * ```
 */
export const SUPPORTED_DEEPAGENTS = ">=1.8.0 <1.15.0";

/** The ways to run an agent. */
const RUNS = ["invoke", "stream", "streamEvents"] as const;

/** An agent of `createAgent` or `createDeepAgent`, as far as it is used. */
export interface TraceableAgent {
  /** What it was made of. */
  readonly options: unknown;
  /** The graph that runs it. */
  readonly graph: unknown;
  /** Makes an agent with other defaults. */
  readonly withConfig: unknown;
  /** Runs it. */
  readonly invoke: unknown;
  /** Runs it, and streams what happens. */
  readonly stream: unknown;
}

type Method = (this: Agent, ...args: unknown[]) => unknown;
type Prototype =
  & Record<typeof RUNS[number], Method>
  & Pick<Agent, "withConfig">;

const tracedAgents = new WeakSet<object>();
const tracedClasses = new WeakSet<object>();

/**
 * Traces an agent of LangChain's `createAgent` or of deepagents'
 * `createDeepAgent`, in every way to run it: whole, streamed, as events.
 *
 * Outside of `traceRun` each run is one of its own, named after the agent,
 * whose `agent.runner` is `langchain` or `deepagents`; inside it is part of
 * that run. Each reply of a model is a turn, with the tools that it asks for.
 * Every agent that runs in a tool call is in that call: sub-agents, declared or
 * built in, and agents that a tool of yours runs. The conversation is the run's
 * `thread_id`. The program behaves as before, but an error of a model has one
 * more wrapper, which LangChain adds for each middleware. With tracing off, a
 * run outside of `traceRun` is the agent's own and nothing else, so that its
 * tools are in no run; where the program has tools of {@linkcode mcpTools}, it
 * is recorded all the same, since their images are handed on.
 *
 * @example Usage
 * ```ts
 * import { AIMessage, createAgent, fakeModel } from "langchain";
 * import { traceAgent } from "@turnspan/turnspan/langchain";
 * import { assertEquals } from "@std/assert";
 *
 * // In place of a vendor's model.
 * const model = fakeModel().respond(new AIMessage("It is 3"));
 *
 * const agent = traceAgent(createAgent({ model, tools: [] }));
 * const { messages } = await agent.invoke({ messages: "1 + 2?" });
 * assertEquals(messages.at(-1)?.text, "It is 3");
 * ```
 *
 * @typeParam A The type of the agent.
 * @param agent The agent.
 * @returns The agent.
 * @throws {TypeError} If the agent is not one that can be traced.
 */
export function traceAgent<A extends TraceableAgent>(agent: A): A {
  checkAgent(agent);
  const prototype = Object.getPrototypeOf(agent) as Prototype;
  if (!tracedClasses.has(prototype)) traceClass(prototype);
  tracedAgents.add(agent);
  return agent;
}

/**
 * Patches the class of an agent, of which the agents inside of it are, too: they
 * are made where nothing else can reach them.
 */
function traceClass(prototype: Prototype): void {
  tracedClasses.add(prototype);
  const { withConfig } = prototype;
  for (const name of RUNS) {
    const run = prototype[name];
    replaceMethod(prototype, name, function (...args) {
      if (isLeftAlone()) return run.apply(this, args);
      const isTraced = tracedAgents.has(this) ||
        currentToolCall() !== undefined;
      const copy = isTraced && guarded(() => tracedCopy(this, withConfig));
      return run.apply(copy || this, args);
    });
  }
  replaceMethod(prototype, "withConfig", function (this: Agent, config) {
    const made = withConfig.call(this, config);
    guarded(() => {
      if (tracedAgents.has(this)) tracedAgents.add(made);
    });
    return made;
  });
}

/** Checks for what is used: a version says nothing about a fork or a mock. */
function checkAgent(agent: TraceableAgent): void {
  const fields = fieldsOf(agent);
  const missing = [
    ...(fields.options === undefined ? ["options"] : []),
    ...["withConfig", ...RUNS].filter((name) =>
      typeof fields[name] !== "function"
    ).map((name) => `${name}()`),
    ...(typeof fieldsOf(fields.graph)._streamIterator === "function"
      ? []
      : ["graph"]),
  ];
  if (missing.length === 0) return;
  throw new TypeError(
    `Cannot trace the agent: it has no ${
      missing.join(", no ")
    }. An agent is what createAgent of langchain ${SUPPORTED_LANGCHAIN} or createDeepAgent of deepagents ${SUPPORTED_DEEPAGENTS} makes; for any other graph, open the run with traceRun() and add traceMiddleware() to its agents`,
  );
}
