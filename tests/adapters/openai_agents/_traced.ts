import type { Agent } from "@openai/agents";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../../_helpers/scripted_model.ts";
import { SentRequests } from "../../_helpers/sent_requests.ts";
import { withoutAgentsOfCalls } from "../../_helpers/without_agents_of_calls.ts";
import { runnerAt } from "./_agents.ts";
import type { Sdk } from "./_versions.ts";

/** How a model is asked. */
export interface Mode {
  /** The wire format. */
  readonly responses: boolean;
  readonly stream: boolean;
}

/** All four. */
export const MODES: readonly Mode[] = [
  { responses: false, stream: false },
  { responses: false, stream: true },
  { responses: true, stream: false },
  { responses: true, stream: true },
];

/** Options for {@linkcode traced}. */
export interface TracedOptions {
  readonly sdk: Sdk;
  /** The model. */
  readonly handler: Handler;
  /**
   * How it is asked.
   *
   * @default {{ responses: false, stream: false }}
   */
  readonly mode?: Mode;
  /**
   * Uses the runner; what it throws is kept.
   *
   * @default {one run of `agent`}
   */
  readonly use?: (run: RunOnce, runner: Runner) => Promise<unknown>;
  /** What is run. */
  readonly agent?: Agent<unknown, "text">;
  /** What the runner is made with. */
  readonly config?: ConstructorParameters<Sdk["Runner"]>[0];
  /**
   * Whether there is one run a trace.
   *
   * @default {true}
   */
  readonly oneRun?: boolean;
}

type Runner = InstanceType<Sdk["Runner"]>;

/** Runs an agent to its end, in the mode that is tested. */
export type RunOnce = (
  agent: Agent<unknown, "text">,
  options?: { readonly maxTurns?: number; readonly signal?: AbortSignal },
) => Promise<unknown>;

/** What came of it. */
export interface Traced {
  readonly answer: unknown;
  readonly error: unknown;
  readonly spans: readonly RecordedSpan[];
  /** Names, the tool's or the agent's, and failures. */
  readonly tree: string;
  /** What the model was sent. */
  readonly requests: readonly ReceivedRequest[];
}

/** Runs agents on a scripted model. Whatever they do keeps the contract. */
export async function traced(
  { sdk, handler, mode = MODES[0]!, agent, config, ...options }: TracedOptions,
): Promise<Traced> {
  const { use = (run) => run(agent!), oneRun = true } = options;
  using recorder = new SpanRecorder();
  const { handler: recording, requests } = recordingHandler(handler);
  // Before the model, and so after it: what nobody answers ends with it.
  await using _sent = new SentRequests();
  await using model = startScriptedModel({ handler: recording });
  const runner = runnerAt(sdk, model.baseUrl, {
    responses: mode.responses,
    config,
  });
  let answer: unknown;
  let error: unknown;
  try {
    answer = await use(runOnce(runner, mode), runner);
  } catch (thrown) {
    error = thrown;
  }
  const { spans, unended, endedAgain } = recorder;
  if (unended.length > 0 || endedAgain.length > 0) {
    throw new Error(`Not ended once: ${unended}, ${endedAgain}`);
  }
  const tree = outline(recorder);
  if (oneRun) assertContract(spans);
  return { answer, error, spans, tree, requests };
}

function runOnce(runner: Runner, { stream }: Mode): RunOnce {
  return async (agent, options = {}) => {
    const input = "What is it?";
    if (!stream) return (await runner.run(agent, input, options)).finalOutput;
    const result = await runner.run(agent, input, { ...options, stream });
    for await (const _ of result) {
      // Read to the end.
    }
    return result.finalOutput;
  };
}

function outline(recorder: SpanRecorder): string {
  const tree = recorder.tree({
    attributes: ["gen_ai.agent.name", "tool.name", "error.type"],
  });
  return withoutAgentsOfCalls(tree).replaceAll(
    / (?:gen_ai\.agent\.name|tool\.name|error\.type)="([^"]*)"/g,
    " $1",
  ).replaceAll(/\n+/g, "\n").trimEnd();
}
