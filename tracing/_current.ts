import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "./otel.ts";
import type { AgentRun, AgentScope, ToolCall, Turn } from "./types.ts";
import type { HttpObserver } from "./_http_observer.ts";

/** What the async context holds: the innermost scope, and what encloses it. */
export interface CurrentScope {
  /** The OpenTelemetry context whose active span is the scope's. */
  readonly context: Context;
  /** The run. */
  readonly agentRun: AgentRun;
  /** The nearest agent. */
  readonly agent: AgentScope;
  /** The enclosing turn, or else the open turn of the agent. */
  readonly currentTurn: Turn | undefined;
  /** The enclosing tool call. */
  readonly currentTool: ToolCall | undefined;
  /** Who hears of the HTTP requests made here. */
  readonly http: HttpObserver;
}

/**
 * The scope's own storage: the OpenTelemetry context is a no-op while tracing
 * is off, and the trajectory is recorded all the same.
 */
export const scopes: AsyncLocalStorage<CurrentScope> = new AsyncLocalStorage();
