import { usefulTools } from "./_choose.ts";
import { DEMO_ESSENTIALS, DEMO_STEPS } from "./_demo_steps.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { ownName } from "./_names.ts";
import type { ModelRequest } from "./request.ts";
import {
  type PlannableTool,
  plannableTools,
  stepProperties,
} from "./_tool_list.ts";

interface Step {
  readonly id: number;
  readonly task: string;
  readonly server: string | null;
  readonly tool: string | null;
  readonly "depends_on": readonly number[];
}

/** Whether the reply that is asked for is a plan. */
export function asksForPlan({ format }: ModelRequest): boolean {
  return format !== undefined && stepProperties(format) !== undefined;
}

/** A plan for the tools that there are, as JSON. */
export function planFor(request: ModelRequest): string {
  const tools = plannableTools(request);
  const names = tools.map(({ name }) => ownName(name));
  const steps = DEMO_ESSENTIALS.every((name) => names.includes(name))
    ? demoPlan(tools)
    : otherPlan(tools);
  const properties = stepProperties(request.format ?? {}) ?? {};
  return JSON.stringify({
    steps: steps.map((step) => onlyKnown(step, properties)),
  });
}

function demoPlan(tools: readonly PlannableTool[]): Step[] {
  const named = new Map(tools.map((tool) => [ownName(tool.name), tool]));
  const possible = DEMO_STEPS.filter(({ tool }) =>
    tool === null || named.has(tool)
  );
  const keys = possible.map(({ key }) => key);
  return possible.map(({ task, tool, needs }, index) => ({
    id: index + 1,
    task,
    server: tool === null ? null : named.get(tool)?.server ?? null,
    tool: tool === null ? null : named.get(tool)?.name ?? null,
    depends_on: needs.flatMap((key) =>
      keys.includes(key) ? [keys.indexOf(key) + 1] : []
    ),
  }));
}

function otherPlan(tools: readonly PlannableTool[]): Step[] {
  const chosen = usefulTools(tools);
  if (chosen.length === 0) {
    const task = "Answer from what is known: no tool here fits";
    return [{ id: 1, task, server: null, tool: null, depends_on: [] }];
  }
  return chosen.map(({ tool, after }, index) => ({
    id: index + 1,
    task: `Use ${tool.name}: ${firstSentence(tool.description)}`,
    server: tool.server,
    tool: tool.name,
    depends_on: after === undefined ? [] : [after + 1],
  }));
}

function firstSentence(description: string): string {
  const line = description.split(/\.\s|\n/)[0]?.trim() ?? "";
  return (line === "" ? "see what it says" : line).slice(0, 120)
    .toWellFormed();
}

/** A step with the properties that the schema has, and no others. */
function onlyKnown(step: Step, properties: Json): Json {
  return Object.fromEntries(
    Object.entries(step).filter(([name]) => Object.hasOwn(properties, name)),
  );
}
