import type { Json } from "../../tracing/base/json.ts";
import { cliPrefix } from "../../tracing/base/tool_servers.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { contentText } from "../shared/content_text.ts";
import { defined, fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { AgentState } from "./_agent_state.ts";
import type { QueryRun } from "./_query_run.ts";

/** A function that the SDK calls at an event of the CLI's. */
type Hook = (input: unknown) => Promise<Json>;

/** The hooks of a query, by the events that they are called at. */
export type Hooks = Readonly<Record<string, readonly { hooks: Hook[] }[]>>;

/** Records an event of an agent's. The CLI waits for it. */
type Recorder = (agent: AgentState, input: Json) => void | Promise<void>;

/** The tool that starts a sub-agent; `Task` is its name of old. */
const AGENT_TOOLS = ["Agent", "Task"];

/**
 * Makes the hooks that record what the CLI does. They decide nothing, and leave
 * out the calls of bridges, which are recorded where they are run.
 */
export function tracingHooks(
  run: QueryRun,
  bridged: ReadonlySet<string>,
): Hooks {
  return Object.fromEntries(
    Object.entries(recorders(run, bridged)).map((
      [event, record],
    ) => [event, [{ hooks: [hook(run, record)] }]]),
  );
}

function hook(run: QueryRun, record: Recorder): Hook {
  return async (input) => {
    const fields = fieldsOf(input);
    try {
      const agent = run.agent(fields.agent_id);
      if (agent !== undefined) await record(agent, fields);
    } catch {
      // A failed record changes nothing of what the CLI does.
    }
    return { continue: true };
  };
}

function recorders(
  run: QueryRun,
  bridged: ReadonlySet<string>,
): Record<string, Recorder> {
  return {
    PreToolUse: (agent, input) => {
      const server = serverOf(input);
      if (server === undefined || !bridged.has(server)) {
        startTool(run, agent, { ...input, server });
      }
    },
    PostToolUse: ({ tools }, { tool_use_id }) =>
      tools.finished(`${tool_use_id}`),
    PostToolUseFailure: ({ tools }, { tool_use_id, is_interrupt }) =>
      tools.finished(
        `${tool_use_id}`,
        is_interrupt === true ? "cancelled" : "tool_error",
      ),
    PostToolBatch: async (agent, { tool_calls }) => {
      await agent.repliesEnded();
      for (const call of listOf(tool_calls).map(fieldsOf)) {
        const text = contentText(call.tool_response);
        agent.tools.result(`${call.tool_use_id}`, text);
      }
    },
    Stop: (agent) => agent.repliesEnded(),
    SubagentStop: async (agent, { agent_id }) => {
      await agent.repliesEnded();
      run.agentEnded(agent_id);
    },
    StopFailure: async (agent, { agent_id, error }) => {
      await agent.repliesEnded();
      run.agentEnded(agent_id, run.failure ?? error);
    },
  };
}

/** The MCP server of a tool; none for one of the CLI's own. */
function serverOf({ mcp_server, tool_name }: Json): string | undefined {
  // Older CLIs have the server in the tool's name only.
  const prefix = /^mcp__(.+?)__/.exec(textOf(tool_name) ?? "")?.[1];
  return textOf(fieldsOf(mcp_server).name) ?? prefix;
}

function startTool(
  run: QueryRun,
  agent: AgentState,
  { tool_name, tool_use_id, tool_input, server }: Json,
): void {
  const shownName = textOf(tool_name) ?? "";
  const callId = `${tool_use_id}`;
  const turn = agent.tools.claim(callId) ?? agent.scope.currentTurn;
  const call = byAdapter(() =>
    turn?.startTool({
      name: shownName.replace(cliPrefix(`${server}`), ""),
      callId,
      input: argumentsOf(tool_input),
      ...defined({ server: textOf(server) }),
    })
  );
  if (call === undefined) return;
  agent.tools.started(callId, call);
  if (AGENT_TOOLS.includes(shownName)) run.delegated(agent, callId, tool_input);
}
