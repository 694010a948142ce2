import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import {
  currentAgent,
  currentRun,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import type { AgentScope, Turn } from "../../tracing/recorder/types.ts";
import { whenSettled } from "../../tracing/base/guarded.ts";
import type { Conversation } from "./_conversation.ts";
import type { Session } from "./_framework.ts";
import { RequestedCalls } from "./_requested_calls.ts";
import { ToolCalls } from "./_tool_calls.ts";

/** The agent that the framework runs in a scope. */
const running = new WeakMap<AgentScope, ActiveAgent>();

/** An agent while the framework runs it. */
export class ActiveAgent {
  readonly scope: AgentScope;
  readonly requestedCalls: RequestedCalls = new RequestedCalls();
  readonly toolCalls: ToolCalls = new ToolCalls();
  /** The name of the agent whose turn it is: after a handoff, another one. */
  name: string;
  /** Whether nothing has said yet which model the agent's run has. */
  needsModel = false;
  /** Whether the model that was asked last takes images in results. */
  takesImages = false;
  /** What groups the traces of the framework's own. */
  group: string | undefined;
  #cancelReason: DOMException | undefined;
  /** The session whose id is not known yet. */
  #session: Session | undefined;

  constructor(scope: AgentScope, name: string) {
    this.scope = scope;
    this.name = name;
    running.set(scope, this);
  }

  /** The turn of tool calls: a run that is resumed may begin with them. */
  get turn(): Turn {
    return this.scope.currentTurn ??
      byAdapter(() => this.scope.startTurn({ agentName: this.name }));
  }

  /** Says which conversation it belongs to; a group that is around it says nothing. */
  converse({ id, session, group }: Conversation, around?: ActiveAgent): void {
    this.group = group;
    if (id !== undefined) nameConversation(this.scope, id);
    else if (session !== undefined) this.#session = session;
    else if (group !== around?.group) nameConversation(this.scope, group);
  }

  /**
   * Asks a session for its id. One that is made with its first use has been used
   * by now, and is not made twice.
   */
  askSession(): void {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined || currentRun()?.traceId === undefined) return;
    const named = (id: unknown) => nameConversation(this.scope, id);
    whenSettled(session.getSessionId(), named, () => {});
  }

  /** Runs the framework's loop inside of the scope. */
  in<R>(loop: () => R): R {
    return this.scope.in(loop);
  }

  /** The error of all that was open when the run was given up. */
  get cancelReason(): DOMException {
    return this.#cancelReason ??= new DOMException(
      "The run was given up before its end",
      "AbortError",
    );
  }

  /** Cancels what is open, in a scope that goes on: the loop was given up. */
  giveUp(): void {
    if (running.get(this.scope) !== this) return;
    const turn = this.scope.currentTurn;
    turn?.fail(this.cancelReason, "cancelled");
    turn?.end();
  }

  /** Says that the loop has ended. */
  stop(): void {
    running.delete(this.scope);
  }
}

/** Whether the framework runs an agent in a scope. */
export function isActive(scope: AgentScope): boolean {
  return running.has(scope);
}

/** The agent whose loop the caller runs in. */
export function activeAgent(): ActiveAgent | undefined {
  const scope = currentAgent();
  return scope && running.get(scope);
}

/** The same, unless the caller runs in one of the loop's tools. */
export function agentOfLoop(): ActiveAgent | undefined {
  return currentToolCall() === undefined ? activeAgent() : undefined;
}
