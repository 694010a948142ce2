import type OpenAI from "openai";
import { type AgentRun, markContent, type Turn } from "@turnspan/turnspan";
import { checkTurnLimit } from "../shared/max_turns_error.ts";
import type { DriveOptions } from "../shared/runner.ts";
import { callTools } from "../shared/tool_calls.ts";
import { ask } from "./_ask.ts";
import {
  planInstructions,
  planRejected,
  STEP_INSTRUCTIONS,
  stepTask,
  SUMMARY_INSTRUCTIONS,
  SUMMARY_TASK,
} from "./_prompts.ts";
import {
  parsePlan,
  PlanError,
  planJsonSchema,
  type PlanStep,
  UnreadablePlanError,
} from "./plan.ts";

type Message = OpenAI.ChatCompletionMessageParam;

/** How many plans the model may send. */
const MAX_PLANS = 2;

/** Answers one question with a plan, its steps and a summary. */
export class PlanExecution {
  readonly #run: AgentRun;
  readonly #question: string;
  readonly #client: OpenAI;
  readonly #options: DriveOptions;
  /** The messages of each step that was run, by the step's id. */
  readonly #messages = new Map<number, readonly Message[]>();

  constructor(
    run: AgentRun,
    question: string,
    client: OpenAI,
    options: DriveOptions,
  ) {
    this.#run = run;
    this.#question = question;
    this.#client = client;
    this.#options = options;
  }

  /** Plans, runs the steps, and sums up. */
  async answer(): Promise<string> {
    const steps = await this.#turn("plan", (turn) => this.#plan(turn));
    this.#run.setAttribute("agent.plan.steps", steps.length);
    for (const step of steps) {
      const messages = await this.#turn(
        "execute",
        (turn) => this.#execute(turn, step, steps),
      );
      this.#messages.set(step.id, messages);
    }
    return await this.#turn("summarize", (turn) => this.#summarize(turn));
  }

  #turn<R>(phase: string, fn: (turn: Turn) => Promise<R>): Promise<R> {
    this.#options.signal.throwIfAborted();
    checkTurnLimit(this.#run, this.#options.maxTurns);
    return this.#run.turn({ phase }, fn);
  }

  async #plan(turn: Turn): Promise<PlanStep[]> {
    const { tools } = this.#options.pool;
    const messages: Message[] = [
      { role: "system", content: planInstructions(tools) },
      { role: "user", content: this.#question },
    ];
    const schema = planJsonSchema(tools);
    for (let attempt = 1;; attempt++) {
      const reply = await this.#ask(turn, {
        messages,
        response_format: {
          type: "json_schema",
          json_schema: { name: "plan", strict: true, schema },
        },
      });
      const text = reply.content ?? "";
      try {
        return parsePlan(text, tools);
      } catch (thrown) {
        const error = thrown instanceof UnreadablePlanError
          ? new UnreadablePlanError(thrown.reason, this.#options.model.id)
          : thrown;
        // The reason quotes the model's plan.
        markContent(error);
        if (!(error instanceof PlanError) || attempt === MAX_PLANS) throw error;
        messages.push(
          { role: "assistant", content: text },
          { role: "user", content: planRejected(error.reason) },
        );
      }
    }
  }

  async #execute(
    turn: Turn,
    step: PlanStep,
    steps: readonly PlanStep[],
  ): Promise<Message[]> {
    const task: Message = {
      role: "user",
      content: stepTask(step.id, step.task),
    };
    const reply = await this.#ask(turn, {
      messages: [
        { role: "system", content: STEP_INSTRUCTIONS },
        { role: "user", content: this.#question },
        ...neededBy(step, steps).flatMap(({ id }) =>
          this.#messages.get(id) ?? []
        ),
        task,
      ],
      ...this.#toolOf(step),
    });
    const results = await callTools(
      turn,
      reply.tool_calls ?? [],
      this.#options,
    );
    return [task, asParam(reply), ...results];
  }

  async #summarize(turn: Turn): Promise<string> {
    const reply = await this.#ask(turn, {
      messages: [
        { role: "system", content: SUMMARY_INSTRUCTIONS },
        { role: "user", content: this.#question },
        ...[...this.#messages.values()].flat(),
        { role: "user", content: SUMMARY_TASK },
      ],
    });
    return reply.content ?? "";
  }

  #ask(
    turn: Turn,
    params: Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "model">,
  ): Promise<OpenAI.ChatCompletionMessage> {
    return ask(turn, this.#client, params, this.#options);
  }

  /** The step's one tool, which the model has to call. */
  #toolOf(
    { tool: shownName }: PlanStep,
  ): Pick<OpenAI.ChatCompletionCreateParams, "tools" | "tool_choice"> {
    const tool = this.#options.pool.tools.find((tool) =>
      tool.shownName === shownName
    );
    if (tool === undefined) return {};
    const { description, inputSchema } = tool;
    const name = tool.shownName;
    const definition: OpenAI.FunctionDefinition = {
      name,
      ...(description !== undefined && { description }),
      parameters: { ...inputSchema },
    };
    return {
      tools: [{ type: "function", function: definition }],
      tool_choice: { type: "function", function: { name } },
    };
  }
}

/** All that a step depends on, directly or not, in the order of running. */
function neededBy(step: PlanStep, ordered: readonly PlanStep[]): PlanStep[] {
  const needed = new Set(step.depends_on);
  // From the last step backwards: what a step needs is before it.
  for (const other of ordered.toReversed()) {
    if (needed.has(other.id)) other.depends_on.forEach((id) => needed.add(id));
  }
  return ordered.filter(({ id }) => needed.has(id));
}

/**
 * A reply as the conversation's next message. Some endpoints send what others
 * reject: an empty list of calls or `null` for one, and then no content.
 */
function asParam(reply: OpenAI.ChatCompletionMessage): Message {
  const { content, tool_calls: calls } = reply;
  return calls?.length
    ? { role: "assistant", content, tool_calls: calls }
    : { role: "assistant", content: content ?? "" };
}
