import { SpanKind } from "@opentelemetry/api";
import type { AgentScopeImpl } from "./_agent_scope.ts";
import { SpanScope } from "./_span_scope.ts";
import type { ToolsList, ToolsListOptions } from "./types.ts";

/** A `tools/list` span. */
export class ToolsListScope extends SpanScope implements ToolsList {
  readonly agent: AgentScopeImpl;
  readonly currentTurn = undefined;
  readonly currentTool = undefined;

  constructor(agent: AgentScopeImpl, options: ToolsListOptions) {
    super({
      core: agent.core,
      parent: agent,
      name: "tools/list",
      kind: SpanKind.CLIENT,
      attributes: () => ({
        "mcp.method.name": "tools/list",
        "tool.server": options.server,
        ...options.attributes,
      }),
    });
    this.agent = agent;
  }

  result(count: number): void {
    this.span.setAttribute("mcp.tools.count", count);
  }

  protected onEnd(): void {}
}
