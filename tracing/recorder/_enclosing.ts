/**
 * What a scope knows of those around it. An agent makes turns, a turn makes
 * tool calls, and a tool call makes agents: the classes are known from the
 * outside in, and these types from the inside out.
 *
 * @module
 */
import type { CallLedger, CountedCall } from "../prompt/ledger.ts";
import type { ReadRequest, RequestReader } from "../prompt/request_reader.ts";
import type { SourceTokens } from "../prompt/sources.ts";
import type { PromptContent } from "./_prompt_content.ts";
import type { ToolCallRecord } from "./_run_core.ts";
import type { SpanScope } from "./_span_scope.ts";
import type { Usage } from "../prompt/wire/model_response.ts";
import type { AgentScope, Turn } from "./types.ts";

/** The agent around a turn. */
export interface EnclosingAgent extends SpanScope, AgentScope {
  readonly depth: number;
  /** The id of the tool call that started it. */
  readonly parentCall: { readonly parentCallId?: string };
  /** The input tokens of the turn that ended last. */
  previousTokens: number | undefined;
  /** Reads the agent's requests, each compared with those before it. */
  readonly requests: RequestReader;
  /** The content of its requests, for the spans that are to hold it. */
  readonly content: PromptContent;
  /** Adds a model call to the agent's ledger, and to its cost. */
  countCall(call: CountedCall): CallLedger | undefined;
  /** Adds what a call of its, or of an agent inside, was made of. */
  addCost(lines: readonly SourceTokens[]): void;
  /** Opens the agent that a tool call runs: an `agent.invoke` span. */
  openAgent(name: string, tool: EnclosingTool): AgentScope;
  /** Remembers which tool a call ran, for the prompts that hold its result. */
  rememberTool(call: EnclosingTool, server: string, name: string): void;
  /** `<server>/<tool>` of a call of this agent, by its id or its tool's name. */
  toolSource(callId: string, name?: string): string | undefined;
}

/** The turn around a model call or a tool call. */
export interface EnclosingTurn extends SpanScope, Turn {
  readonly currentAgent: EnclosingAgent;
  readonly model: string;
  /** The agent's name in this turn, which a handoff may have changed. */
  readonly agentName: string;
  /**
   * Takes a request as the turn's prompt, which only the first one is, with the
   * agent's request before it.
   */
  addPrompt(request: ReadRequest, before: ReadRequest | undefined): void;
  /** Makes the turn's text anew, of the replies that there are now. */
  updateText(): void;
  /** Names the model as a request of its does. */
  setModel(model: string): void;
  /** Adds what a chat that has ended used. */
  addUsage(usage: Usage | undefined): void;
  /** Adds a tool call that has begun. */
  addTool(tool: EnclosingTool, record: ToolCallRecord): void;
}

/** The tool call around an agent. */
export interface EnclosingTool extends SpanScope {
  readonly currentAgent: EnclosingAgent;
  /** The id that the model gave the call. */
  readonly callId: string | undefined;
  /** The names that a model may have asked for it by. */
  readonly names: readonly string[];
}
