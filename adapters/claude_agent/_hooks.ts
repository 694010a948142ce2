import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { AgentState } from "./_agent_state.ts";
import { contentText } from "./_content_text.ts";
import type { QueryRun } from "./_query_run.ts";

type Json = Readonly<Record<string, unknown>>;

/** What the SDK calls at a moment of the CLI's. */
type Hook = (input: unknown) => Promise<Json>;

/** The hooks of a query, by the moments that they are called at. */
export type Hooks = Readonly<Record<string, readonly { hooks: Hook[] }[]>>;

/** Records what a hook tells of an agent. The CLI waits for it. */
type Told = (agent: AgentState, input: Json) => void | Promise<void>;

/** The tool that starts an agent inside; `Task` is its name of old. */
const AGENT_TOOLS = ["Agent", "Task"];

/**
 * Makes the hooks that tell a query's run what the CLI does. They decide
 * nothing.
 *
 * @param run The run.
 * @param bridged The MCP servers whose calls are recorded where they are run.
 * @returns The hooks, as the SDK takes them.
 */
export function tracingHooks(
  run: QueryRun,
  bridged: ReadonlySet<string>,
): Hooks {
  const told: Record<string, Told> = {
    PreToolUse: (agent, input) => {
      const server = serverOf(input);
      if (server === undefined || !bridged.has(server)) {
        toolBegins(run, agent, { ...input, server });
      }
    },
    PostToolUse: (agent, { tool_use_id }) => agent.came(`${tool_use_id}`),
    PostToolUseFailure: (agent, { tool_use_id, is_interrupt }) =>
      agent.came(
        `${tool_use_id}`,
        is_interrupt === true ? "cancelled" : "tool_error",
      ),
    PostToolBatch: async (agent, { tool_calls }) => {
      await agent.replied();
      for (const call of listOf(tool_calls).map(fieldsOf)) {
        agent.told(`${call.tool_use_id}`, contentText(call.tool_response));
      }
    },
    Stop: (agent) => agent.replied(),
    SubagentStop: async (agent, { agent_id }) => {
      await agent.replied();
      run.agentEnded(agent_id);
    },
    StopFailure: async (agent, { agent_id, error }) => {
      await agent.replied();
      run.agentEnded(agent_id, run.failure ?? error);
    },
  };
  return Object.fromEntries(
    Object.entries(told).map(([moment, tell]) => [moment, [{
      hooks: [async (input: unknown) => {
        const fields = fieldsOf(input);
        try {
          const agent = run.agent(fields.agent_id);
          if (agent !== undefined) await tell(agent, fields);
        } catch {
          // Recording has no say in what the CLI does.
        }
        return { continue: true };
      }],
    }]]),
  );
}

/** The MCP server of a tool; none for one of the CLI's own. */
function serverOf({ mcp_server, tool_name }: Json): string | undefined {
  const shown = /^mcp__(.+?)__/.exec(textOf(tool_name) ?? "")?.[1];
  // Older CLIs only have it in the name.
  return textOf(fieldsOf(mcp_server).name) ?? shown;
}

function toolBegins(
  run: QueryRun,
  agent: AgentState,
  { tool_name, tool_use_id, tool_input, server }: Json,
): void {
  const shown = textOf(tool_name) ?? "";
  const callId = `${tool_use_id}`;
  const turn = agent.take(callId) ?? agent.scope.currentTurn;
  const call = turn?.startTool({
    name: shown.replace(`mcp__${server}__`, ""),
    callId,
    input: fieldsOf(tool_input),
    ...(typeof server === "string" ? { server } : {}),
  });
  if (call === undefined) return;
  agent.began(callId, call);
  if (AGENT_TOOLS.includes(shown)) run.delegated(agent, callId, tool_input);
}
