import { Buffer } from "node:buffer";
import { SpanKind } from "../base/api.ts";
import type { Json } from "../base/json.ts";
import type { Attributes } from "../base/otel.ts";
import { json } from "./_captured_content.ts";
import { errorType } from "../privacy/failure.ts";
import { PeerScope } from "./_peer_scope.ts";
import type { ToolCallRecord } from "./_run_core.ts";
import { trajectoryFailure } from "./_scope_failure.ts";
import type { EnclosingTool, EnclosingTurn } from "./_enclosing.ts";
import {
  checkOptions,
  type OptionsAndFunction,
  runScope,
} from "./_check_options.ts";
import { argumentsOf } from "./_calls_not_run.ts";
import { AGENT } from "./_option_rules.ts";
import type { AgentOptions, ToolOptions } from "./options.ts";
import type { AgentScope, ToolCall } from "./types.ts";

/** The server of a tool of this process. */
const LOCAL = "local";

/** A `tool.call` span and its line in the trajectory. */
export class ToolCallScope extends PeerScope
  implements ToolCall, EnclosingTool {
  readonly #record: ToolCallRecord;
  #text: string | undefined;

  constructor(turn: EnclosingTurn, options: ToolOptions, startTime?: number) {
    const { name, server = LOCAL, callId } = options;
    const input = argumentsOf(options.input);
    const { core } = turn;
    super(turn, {
      core,
      parent: turn,
      name: "tool.call",
      label: `tool.call ${name}`,
      kind: server === LOCAL ? SpanKind.INTERNAL : SpanKind.CLIENT,
      attributes: core.off ? undefined : startAttributes(turn, options, input),
      startTime,
    });
    this.#record = callId === undefined
      ? { name, server, input, output: "", durationMs: 0 }
      : { name, server, callId, input, output: "", durationMs: 0 };
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

  result(text: string, error?: string): string {
    if (this.isLate("result()")) return text;
    // Code without types may say anything.
    this.#text = typeof text === "string" ? text : json(text);
    if (error !== undefined) {
      const type = typeof error === "string" ? error : errorType(error);
      const time = this.core.now();
      this.failWith({ error: this.#text, type, thrown: false, time });
    }
    return text;
  }

  startAgent(options: AgentOptions): AgentScope {
    const { name } = checkOptions(options, AGENT);
    return this.currentAgent.openAgent(name, this);
  }

  agent<R>(
    ...args: OptionsAndFunction<AgentOptions, AgentScope, R>
  ): Promise<R> {
    return runScope(AGENT.of, args, (options) => this.startAgent(options));
  }

  protected get answered(): boolean {
    return this.#text !== undefined;
  }

  protected override forget(): void {
    this.#text = undefined;
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
      this.span.setAttribute(
        "gen_ai.tool.call.result",
        json(text, this.core.secrets),
      );
    }
  }
}

function startAttributes(
  { core, agentName, index }: EnclosingTurn,
  { name, server = LOCAL, callId, attributes: given }: ToolOptions,
  input: Json,
): Attributes {
  const attributes: Attributes = {
    "gen_ai.agent.name": agentName,
    "turn.index": index,
    "tool.name": name,
    "tool.server": server,
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": name,
    "gen_ai.tool.type": "function",
  };
  if (callId !== undefined) attributes["gen_ai.tool.call.id"] = callId;
  if (given !== undefined) Object.assign(attributes, given);
  if (core.content) {
    attributes["gen_ai.tool.call.arguments"] = json(input, core.secrets);
  }
  return attributes;
}
