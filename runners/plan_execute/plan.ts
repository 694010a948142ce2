import { z } from "zod";
import { findPlan } from "./_plan_json.ts";

/** One step of a plan, as the model writes it. */
export interface PlanStep {
  /** The step's number, by which others depend on it. */
  readonly id: number;
  /** What is to be done. */
  readonly task: string;
  /** The MCP server of the tool, or `null` for a step that needs no tool. */
  readonly server: string | null;
  /** The tool by the name that the model is shown, or `null`. */
  readonly tool: string | null;
  /** The steps whose results this one needs. */
  readonly depends_on: readonly number[];
}

/** A tool as the planner sees it. */
export interface PlannableTool {
  /** The server that has it. */
  readonly server: string;
  /** The name that the model is shown. */
  readonly shownName: string;
}

/** Error thrown when the model sends a plan that cannot be run. */
export class PlanError extends Error {
  /** What is wrong with the plan, for the model. */
  readonly reason: string;

  /** Constructs a new instance. */
  constructor(
    reason: string,
    message = `Cannot run the model's plan: ${reason}`,
  ) {
    super(message);
    this.name = "PlanError";
    this.reason = reason;
  }
}

/** Error thrown when what the model sends in the place of a plan is none. */
export class UnreadablePlanError extends PlanError {
  /** Constructs a new instance; `model` is the model's id, where it is known. */
  constructor(reason: string, model?: string) {
    const whose = model === undefined
      ? "the model's plan"
      : `the plan of model "${model}"`;
    super(
      reason,
      `Cannot read ${whose}: ${reason}; use a model that keeps to a JSON schema, or openai-agent, which needs no plan`,
    );
  }
}

/** What each member of a plan has to be. */
const MEMBERS: Readonly<Record<string, string>> = {
  steps: "a list of at least one step",
  id: "a whole number",
  task: "a text that says what to do",
  server: "the name of a server, or null",
  tool: "the name of a tool, or null",
  depends_on: "a list of the numbers of steps",
};

const planSchema = z.object({
  steps: z.array(z.object({
    id: z.int(),
    task: z.string().min(1),
    server: z.string().nullable(),
    tool: z.string().nullable(),
    depends_on: z.array(z.int()),
  })).min(1),
});

/**
 * The JSON schema that the model's plan must fit, with the tools that exist
 * (OpenAI API reference, "Structured outputs": every property is required and
 * nothing else may be there).
 */
export function planJsonSchema(
  tools: readonly PlannableTool[],
): Record<string, unknown> {
  const properties = {
    id: { type: "integer", description: "The step's number, from 1" },
    task: {
      type: "string",
      description: "What this step is to find out or do",
    },
    server: oneOf(tools.map(({ server }) => server), "The tool's server"),
    tool: oneOf(
      tools.map(({ shownName }) => shownName),
      "The one tool that the step calls, or null for a step of reasoning",
    ),
    depends_on: {
      type: "array",
      items: { type: "integer" },
      description: "The steps whose results this step needs",
    },
  };
  const step = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  return {
    type: "object",
    properties: { steps: { type: "array", items: step } },
    required: ["steps"],
    additionalProperties: false,
  };
}

/** A schema that takes any of the names, or `null`. */
function oneOf(
  names: readonly string[],
  description: string,
): Record<string, unknown> {
  const name = { type: "string", enum: [...new Set(names)] };
  return {
    description,
    anyOf: [...(names.length === 0 ? [] : [name]), { type: "null" }],
  };
}

/**
 * Reads a plan and puts its steps in an order in which each comes after what
 * it depends on.
 *
 * @param text The model's reply.
 * @param tools The tools that exist.
 * @returns The steps, in the order of running.
 * @throws {UnreadablePlanError} If there is no plan in the text, or not one that
 * fits the schema.
 * @throws {PlanError} If it names an unknown tool or step, uses an id twice, or
 * goes round in a circle.
 */
export function parsePlan(
  text: string,
  tools: readonly PlannableTool[],
): PlanStep[] {
  const { value, problem } = findPlan(text);
  const result = planSchema.safeParse(value);
  if (problem !== undefined || !result.success) {
    const reason = problem ?? misfit(result.error?.issues[0]?.path ?? []);
    throw new UnreadablePlanError(reason);
  }
  const { steps } = result.data;
  for (const step of steps) checkTool(step, tools);
  return inOrder(steps);
}

/** Says what is wrong where a plan does not fit the schema. */
function misfit(path: readonly PropertyKey[]): string {
  const member = path.findLast((key) => typeof key === "string");
  return member === undefined
    ? "it is no object with a list of steps"
    : `${path.join(".")}: it has to be ${MEMBERS[member]}`;
}

function checkTool(step: PlanStep, tools: readonly PlannableTool[]): void {
  if (step.tool === null) return;
  const known = tools.some(({ server, shownName }) =>
    shownName === step.tool && (step.server === null || server === step.server)
  );
  if (known) return;
  const names = tools.map(({ server, shownName }) => `${server}: ${shownName}`);
  throw new PlanError(
    `step ${step.id} names the tool "${step.tool}" of the server "${step.server}", and there are only ${
      names.join(", ") || "no tools"
    }`,
  );
}

function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  if (byId.size < steps.length) {
    throw new PlanError("a step's id is used twice");
  }
  const ordered = new Set<PlanStep>();
  for (const step of steps) {
    if (!ordered.has(step)) addWithNeeded(step, byId, ordered);
  }
  return [...ordered];
}

/** Adds a step behind all that it needs. A model may name a long row of steps. */
function addWithNeeded(
  first: PlanStep,
  byId: ReadonlyMap<number, PlanStep>,
  ordered: Set<PlanStep>,
): void {
  /** The steps that wait, each for the one behind it, in that order. */
  const path = new Set([first.id]);
  const waiting = [{ step: first, next: 0 }];
  for (let last = waiting[0]; last !== undefined; last = waiting.at(-1)) {
    const id = last.step.depends_on[last.next++];
    if (id === undefined) {
      ordered.add(last.step);
      path.delete(last.step.id);
      waiting.pop();
      continue;
    }
    const needed = byId.get(id);
    if (needed === undefined) {
      throw new PlanError(
        `step ${last.step.id} depends on step ${id}, which is not there`,
      );
    }
    if (ordered.has(needed)) continue;
    if (path.has(id)) {
      const ids = [...path];
      const circle = [...ids.slice(ids.indexOf(id)), id];
      throw new PlanError(
        `its steps wait for each other: ${circle.join(", ")}`,
      );
    }
    path.add(id);
    waiting.push({ step: needed, next: 0 });
  }
}
