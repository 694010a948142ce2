import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import type { AgentScope, Turn } from "../../tracing/recorder/types.ts";
import { AskedCalls } from "./_asked_calls.ts";
import { ToolCalls } from "./_tool_calls.ts";

/** What the framework is running inside of an agent's scope. */
const running = new WeakMap<AgentScope, ActiveAgent>();

/** An agent while the framework runs it; after a handoff, the next one. */
export class ActiveAgent {
  readonly scope: AgentScope;
  readonly askedCalls: AskedCalls = new AskedCalls();
  readonly toolCalls: ToolCalls = new ToolCalls();
  /** The name of the agent whose turn it is. */
  name: string;
  /** The first model that was asked. */
  model: string | undefined;
  #givenUp: DOMException | undefined;

  constructor(scope: AgentScope, name: string) {
    this.scope = scope;
    this.name = name;
    running.set(scope, this);
  }

  /** Where tool calls go: a run that is resumed may begin with them. */
  get turn(): Turn {
    return this.scope.currentTurn ??
      this.scope.startTurn({ agentName: this.name });
  }

  /** Runs the framework's loop. */
  in<R>(loop: () => R): R {
    return this.scope.in(loop);
  }

  /** Why what was open when the loop was given up was cancelled. */
  get givenUp(): DOMException {
    return this.#givenUp ??= new DOMException(
      "The run was given up before its end",
      "AbortError",
    );
  }

  /** The loop has ended. */
  stop(): void {
    running.delete(this.scope);
  }
}

/** Whether an agent is at work in a scope. */
export function isActive(scope: AgentScope): boolean {
  return running.has(scope);
}

/** The agent whose loop the caller is inside of. */
export function activeAgent(): ActiveAgent | undefined {
  const scope = currentAgent();
  return scope && running.get(scope);
}

/** The same for the loop's own doings: those of its tools are their own. */
export function loopingAgent(): ActiveAgent | undefined {
  return currentToolCall() === undefined ? activeAgent() : undefined;
}
