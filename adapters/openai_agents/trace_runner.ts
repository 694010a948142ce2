import { fieldsOf, signalOf } from "../shared/fields.ts";
import { isLeftAlone } from "../shared/left_alone.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { conversationOf } from "./_conversation.ts";
import type { Run } from "./_framework.ts";
import { observeRun } from "./_observed_run.ts";
import { watchModel } from "./_watch_model.ts";
import { watchRunner } from "./_watch_runner.ts";

/**
 * The versions of `@openai/agents` that {@linkcode traceRunner} supports: its
 * tests run with the oldest and with the newest of them.
 *
 * @example Usage
 * ```ts
 * import { SUPPORTED_OPENAI_AGENTS } from "@turnspan/turnspan/openai-agents";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(SUPPORTED_OPENAI_AGENTS, ">=0.5.0 <0.21.0");
 * ```
 */
export const SUPPORTED_OPENAI_AGENTS = ">=0.5.0 <0.21.0";

/** The `Runner` class of `@openai/agents`, as far as it is used. */
export interface RunnerClass {
  /** What all its runners have. */
  readonly prototype: {
    /** Runs an agent. */
    readonly run: unknown;
    /** Adds a listener for what happens in a run. */
    readonly on: unknown;
  };
}

/** The `run` methods that are ours. */
const traced = new WeakSet<Run>();

/**
 * Traces every run of the OpenAI Agents SDK's `Runner` class: those of the
 * SDK's `run()`, of your own runners and of agents that are tools, whole and
 * streamed.
 *
 * Outside of `traceRun` each is a run of its own, named after its agent, whose
 * `agent.runner` is `openai_agents`; inside it is part of that run. Each reply
 * of a model is a turn, with the tools that it asks for; a handoff is a tool
 * call, after which turns have the next agent's name; an agent that is run in a
 * tool call is in that call. The conversation is that of the run's options, its
 * session or the runner's group. The program behaves as before, and so do the
 * SDK's own traces. With tracing off, a run outside of `traceRun` is the SDK's
 * own and nothing else, so that its tools are in no run; one with tools of
 * {@linkcode mcpTools} is recorded all the same, since their images are handed
 * on. A second call does nothing.
 *
 * @example Usage
 * ```ts
 * import { Agent, Runner, Usage } from "@openai/agents";
 * import { traceRunner } from "@turnspan/turnspan/openai-agents";
 * import { assertEquals } from "@std/assert";
 *
 * traceRunner(Runner);
 *
 * // In place of a vendor's model.
 * const model = {
 *   getResponse: () =>
 *     Promise.resolve({
 *       usage: new Usage({ inputTokens: 57, outputTokens: 6 }),
 *       output: [{
 *         type: "message" as const,
 *         role: "assistant" as const,
 *         status: "completed" as const,
 *         content: [{ type: "output_text" as const, text: "It is 3" }],
 *       }],
 *     }),
 *   getStreamedResponse: () => {
 *     throw new TypeError("This example does not stream");
 *   },
 * };
 * const agent = new Agent({ name: "adder", instructions: "Add", model });
 * const runner = new Runner({ tracingDisabled: true });
 * const { finalOutput } = await runner.run(agent, "1 + 2?");
 * assertEquals(finalOutput, "It is 3");
 * ```
 *
 * @param Runner The SDK's class, of the version that the program uses.
 * @throws {TypeError} If the class is not one that can be traced.
 */
export function traceRunner(Runner: RunnerClass): void {
  const prototype = checked(Runner);
  const { run } = prototype;
  if (traced.has(run)) return;
  prototype.run = function (agent, input, ...rest) {
    if (isLeftAlone()) return run.call(this, agent, input, ...rest);
    guarded(() => watchRunner(this));
    guarded(() => watchModel(agent.model));
    return observeRun({
      runner: this,
      agent,
      signal: guarded(() => signalOf(fieldsOf(rest[0]).signal)),
      conversation: guarded(() => conversationOf(this, input, rest[0])),
      run: () => run.call(this, agent, input, ...rest),
    });
  };
  traced.add(prototype.run);
}

/** The class's methods, once all that are needed are there. */
function checked(Runner: RunnerClass): { run: Run } {
  const prototype = (Runner as RunnerClass | undefined)?.prototype;
  const missing = ["run", "on"].filter((name) =>
    typeof fieldsOf(prototype)[name] !== "function"
  );
  if (missing.length === 0) return prototype as { run: Run };
  throw new TypeError(
    `Cannot trace this class: it has no ${
      missing.map((name) => `${name}()`).join(" and no ")
    }. Pass the Runner of @openai/agents ${SUPPORTED_OPENAI_AGENTS}: import { Runner } from "@openai/agents"`,
  );
}
