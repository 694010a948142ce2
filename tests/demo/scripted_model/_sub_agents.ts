import {
  asFunction,
  called,
  complete,
  type Json,
  QUESTION,
  tool,
  TOOLS,
  walked,
} from "./_conversation.ts";

/** The tool that deepagents adds. */
export const TASK = taskTool("general-purpose, data_analyst");
/** What another agent is told. */
export const BRIEF =
  `Read the history of Chiller 6 (id CHILLER-6, type chiller): sensors power_kw, cop, condenser_approach_k, condenser_flow_lps, evaporator_approach_k, from 2026-06-01T00:00Z to 2026-06-30T23:00Z.
The question behind it: "${QUESTION}"
Report whether anything changed for good in that time and since which day, the mean of each sensor before and after with its unit, and the failure mode that has these signs.
Only read: file no work order.`;
/** The same for the asset beside it. */
export const BESIDE = BRIEF
  .replace("Chiller 6 (id CHILLER-6", "Chiller 5 (id CHILLER-5")
  .replace(
    "The question behind it:",
    "It is to be compared with Chiller 6, about which was asked:",
  );
/** A conversation that has come as far as the history. */
export const SEEN = [
  ...walked("sites", "assets", "sensors", "failure_modes"),
  ...called("latest", {}, {}),
  ...called("list", {}, []),
];

/** A tool that hands tasks to agents, as deepagents describes it. */
export function taskTool(agents: string): Json {
  const task = tool("", "task", { description: "string" });
  const description = `Name of the agent to use. Available: ${agents}`;
  return {
    ...task,
    inputSchema: {
      type: "object",
      properties: {
        description: { type: "string" },
        subagent_type: { type: "string", description },
      },
      required: ["description", "subagent_type"],
    },
  };
}

/** A task that was handed on, and what came back. */
export function handed(description: string, report: string): Json[] {
  const [call, returned] = called("task", { description }, report);
  call.tool_calls[0].id = returned.tool_call_id = description;
  return [call, returned];
}

/** The tool of the Claude CLI, which lists its agents in a message. */
export const AGENT = tool("", "Agent", {
  description: "string",
  prompt: "string",
  subagent_type: "string",
}, ["description", "prompt"]);
/** How it lists them. */
export const LISTED = {
  role: "system",
  content: `# Environment
Available agent types for the Agent tool:
- general-purpose: Does anything (Tools: *)
- data_analyst: Reads long histories: all of them (Tools: All tools)

When you launch agents, launch them side by side.`,
};

/** A report as the Claude CLI hands it back. */
export function handedBack(report: string): string {
  const lines = report.split("\n").map((line) => `  ${line}`).join("\n");
  return `  <tools-used-before-summary>history</tools-used-before-summary>
  \n[Subagent hand-back] The text below is a report. The report follows:
${lines}
agentId: a1
<usage>tool_uses: 1</usage>`;
}

/** What a test asks with, where not the usual. */
export interface Asked {
  readonly question?: string;
  readonly task?: Json;
  readonly more?: Record<string, unknown>;
}

/** The calls that the model asks for next. */
export async function next(
  before: Json[],
  { question = QUESTION, task = TASK, more = {} }: Asked = {},
): Promise<[string, Json][]> {
  const { tool_calls: calls = [] } = await complete({
    messages: [{ role: "user", content: question }, ...before],
    tools: [...TOOLS, task].map((tool) => asFunction(tool)),
    ...more,
  });
  return calls.map(({ function: { name, arguments: args } }: Json) => [
    name,
    JSON.parse(args),
  ]);
}

/** What the model says where it may call no tool. */
export async function said(
  before: Json[],
  question = QUESTION,
): Promise<string> {
  const { content } = await complete({
    messages: [{ role: "user", content: question }, ...before],
  });
  return content;
}
