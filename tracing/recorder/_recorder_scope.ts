import type { CurrentScope } from "../base/scopes.ts";
import type { AgentRun, AgentScope, ToolCall, Turn } from "./types.ts";

/** The innermost scope, and what encloses it. */
export interface RecorderScope extends CurrentScope {
  /** The run. */
  readonly agentRun: AgentRun;
  /** The nearest agent. */
  readonly agent: AgentScope;
  /** The enclosing turn, or else the open turn of the agent. */
  readonly currentTurn: Turn | undefined;
  /** The enclosing tool call. */
  readonly currentTool: ToolCall | undefined;
}
