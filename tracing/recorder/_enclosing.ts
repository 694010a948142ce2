/**
 * What a scope knows of those around it. An agent makes turns, a turn makes
 * tool calls, and a tool call makes agents: the classes are known from the
 * outside in, and these types from the inside out.
 *
 * @module
 */
import type { Prompt } from "../prompt/growth.ts";
import type { PromptPart } from "../prompt/wire/read_request.ts";
import type { ToolCallRecord } from "./_records.ts";
import type { SpanScope } from "./_span_scope.ts";
import type { Usage } from "./trajectory.ts";
import type { AgentScope, Turn } from "./types.ts";

/** What the next turn is compared with. */
export interface TurnBefore {
  readonly inputTokens: number | undefined;
  readonly prompt: Prompt | undefined;
}

/** The agent around a turn. */
export interface EnclosingAgent extends SpanScope, AgentScope {
  readonly depth: number;
  /** The id of the tool call that started it. */
  readonly parentCall: { readonly parentCallId?: string };
  /** The turn that ended last. */
  turnBefore: TurnBefore | undefined;
  /** Opens the agent that a tool call runs: an `agent.invoke` span. */
  invoke(name: string, tool: EnclosingTool): AgentScope;
  /** Remembers which tool a call ran, for the prompts that hold its result. */
  ranTool(callId: string, source: string): void;
  /** `<server>/<tool>` of a call of this agent. */
  toolSource(callId: string): string | undefined;
}

/** The turn around a model call or a tool call. */
export interface EnclosingTurn extends SpanScope, Turn {
  readonly agent: EnclosingAgent;
  readonly model: string;
  /** The first request of the turn is what the turn is measured by. */
  asked(parts: readonly PromptPart[]): void;
  /** A reply came. */
  replied(): void;
  /** A chat ended. */
  charge(usage: Usage | undefined): void;
  /** A tool call began. */
  called(tool: EnclosingTool, record: ToolCallRecord): void;
}

/** The tool call around an agent. */
export interface EnclosingTool extends SpanScope {
  /** The id that the model gave the call. */
  readonly callId: string | undefined;
  /** The names that a model may have asked for it by. */
  readonly names: readonly string[];
}
