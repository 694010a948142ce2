import { AGENT_INSTRUCTIONS } from "../shared/instructions.ts";

/** The sub-agent that reads large data, so that no other agent has to. */
const ANALYST = "data_analyst";

/** The instructions of the main agent. */
export const INSTRUCTIONS: string =
  `${AGENT_INSTRUCTIONS} Hand reading that is heavy in data, such as a long history or a big list, to the "${ANALYST}" agent with the task tool: one task for each thing to read, side by side where none needs another's findings. It knows nothing but the task's description: write out what to read, with every id and the range of time, what to look for, and which figures to report. Look up what is small yourself.`;

/** The declaration of the sub-agent. */
export const DATA_ANALYST = {
  name: ANALYST,
  description:
    "Reads long histories and big lists with the same tools, and reports its findings and the figures that they rest on. It sees nothing but the description of its task: say what to read, with ids and times, what to look for and what to report",
  systemPrompt:
    `${AGENT_INSTRUCTIONS} Your answer goes to another agent, which has not seen the data: report findings and figures, with their units and times, and never the data itself. Where a result is too large to be shown, read smaller parts of it.`,
};
