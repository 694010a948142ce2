import { Buffer } from "node:buffer";
import { SpanKind } from "@opentelemetry/api";
import { json } from "./_captured_content.ts";
import { PeerScope } from "./_peer_scope.ts";
import type { ToolCallRecord } from "./_run_core.ts";
import { trajectoryFailure } from "./_span_scope.ts";
import type { EnclosingTool, EnclosingTurn } from "./_enclosing.ts";
import type { AgentScope, ToolCall, ToolOptions } from "./types.ts";

/** A `tool.call` span and its line in the trajectory. */
export class ToolCallScope extends PeerScope
  implements ToolCall, EnclosingTool {
  readonly #record: ToolCallRecord;
  #text: string | undefined;

  constructor(turn: EnclosingTurn, options: ToolOptions, startTime?: number) {
    const { name, server = "local", callId, input = {} } = options;
    const { core } = turn;
    super(turn, {
      core,
      parent: turn,
      name: "tool.call",
      kind: server === "local" ? SpanKind.INTERNAL : SpanKind.CLIENT,
      attributes: () => ({
        "tool.name": name,
        "tool.server": server,
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "gen_ai.tool.type": "function",
        ...(callId !== undefined && { "gen_ai.tool.call.id": callId }),
        ...options.attributes,
        ...(core.content && { "gen_ai.tool.call.arguments": json(input) }),
      }),
      startTime,
    });
    this.#record = {
      name,
      server,
      ...(callId !== undefined && { callId }),
      input,
      output: "",
      durationMs: 0,
    };
    turn.addTool(this, this.#record);
  }

  get currentTool(): ToolCall {
    return this;
  }

  get names(): readonly string[] {
    const { name, server } = this.#record;
    return [name, `${server}__${name}`];
  }

  get callId(): string | undefined {
    return this.#record.callId;
  }

  result(text: string, error?: string): void {
    if (this.ended) return;
    this.#text = text;
    if (error === undefined) return;
    this.failWith({
      error: text,
      type: error,
      thrown: false,
      time: this.core.now(),
    });
  }

  startAgent(name: string): AgentScope {
    return this.agent.startAgent(name, this);
  }

  protected get answered(): boolean {
    return this.#text !== undefined;
  }

  protected recordEnd(): void {
    const text = this.#text;
    const { failure } = this;
    this.#record.output = text ?? "";
    this.#record.durationMs = this.durationMs;
    if (failure !== undefined) this.#record.error = trajectoryFailure(failure);
    if (text === undefined || !this.span.isRecording()) return;
    this.span.setAttribute("tool.result.size", Buffer.byteLength(text));
    if (this.core.content) {
      this.span.setAttribute("gen_ai.tool.call.result", json(text));
    }
  }
}
