import { SpanKind } from "@opentelemetry/api";
import { SpanScope, type SpanScopeInit } from "./_span_scope.ts";
import type {
  EnclosingAgent,
  EnclosingTool,
  PreviousTurn,
} from "./_enclosing.ts";
import { warn } from "../privacy/warn.ts";
import { TurnScope } from "./_turn_scope.ts";
import {
  checkOptions,
  type OptionsAndFunction,
  runScope,
} from "./_check_options.ts";
import { CHAT, TURN } from "./_option_rules.ts";
import type { ChatOptions, TurnOptions } from "./options.ts";
import type { AgentScope, Chat, Turn } from "./types.ts";

/** What an agent is, below the span. */
export interface AgentInit {
  readonly name: string;
  /** 0 for the run's own. */
  readonly depth: number;
  /** The id of the tool call that started it. */
  readonly parentCall: { readonly parentCallId?: string };
}

/** An agent and its turns, of which one at a time is open. */
export class AgentScopeImpl extends SpanScope implements EnclosingAgent {
  readonly name: string;
  readonly depth: number;
  readonly parentCall: { readonly parentCallId?: string };
  readonly currentTool = undefined;
  previousTurn: PreviousTurn | undefined;
  readonly #toolSources = new Map<string, string>();
  #turns = 0;
  #current: TurnScope | undefined;
  /** The last turn of `turn()`, which is to end before the next one begins. */
  #turnOfFunction: TurnScope | undefined;
  #warned = false;

  constructor(init: SpanScopeInit, agent: AgentInit) {
    super(init);
    this.name = agent.name;
    this.depth = agent.depth;
    this.parentCall = agent.parentCall;
  }

  openAgent(name: string, tool: EnclosingTool): AgentScope {
    const depth = this.depth + 1;
    const { core, callId } = tool;
    return new AgentScopeImpl({
      core,
      parent: tool,
      name: "agent.invoke",
      kind: SpanKind.INTERNAL,
      attributes: () => ({
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": name,
        "agent.depth": depth,
      }),
    }, {
      name,
      depth,
      parentCall: callId === undefined ? {} : { parentCallId: callId },
    });
  }

  get currentAgent(): AgentScope {
    return this;
  }

  get currentTurn(): Turn | undefined {
    return this.#current?.ended ? undefined : this.#current;
  }

  get turnCount(): number {
    return this.#turns;
  }

  startTurn(options: TurnOptions = {}): Turn {
    return this.#nextTurn(checkOptions(options, TURN));
  }

  turn<R>(...args: OptionsAndFunction<TurnOptions, Turn, R>): Promise<R> {
    return runScope(TURN.of, args, (options) => {
      this.#turnOfFunction = this.#nextTurn(checkOptions(options, TURN));
      return this.#turnOfFunction;
    });
  }

  startChat(given: ChatOptions = {}): Chat {
    const options = checkOptions(given, CHAT);
    const turn = this.#current;
    const model = options.model ?? this.core.options.model;
    const resumed = turn?.ended === false &&
      turn.pendingChat(model) !== undefined;
    return (resumed ? turn : this.#nextTurn(options, true)).startChat(options);
  }

  chat<R>(...args: OptionsAndFunction<ChatOptions, Chat, R>): Promise<R> {
    return runScope(CHAT.of, args, (options) => this.startChat(options));
  }

  rememberTool(callId: string, source: string): void {
    this.#toolSources.set(callId, source);
  }

  toolSource(callId: string): string | undefined {
    return this.#toolSources.get(callId);
  }

  protected override endAt(time: number): void {
    if (this.failure !== undefined) this.#current?.failIfCause(this.failure);
    super.endAt(time);
  }

  protected recordEnd(): void {}

  #nextTurn(options: TurnOptions, implicit = false): TurnScope {
    const { currentTurn } = this;
    if (currentTurn !== undefined && currentTurn === this.#turnOfFunction) {
      this.#warnOfOverlap(currentTurn.index);
    }
    this.#current?.end();
    this.#current = new TurnScope(this, ++this.#turns, options, implicit);
    return this.#current;
  }

  /** What that turn still does is not recorded, and nobody would know. */
  #warnOfOverlap(index: number): void {
    if (this.#warned || this.core.off) return;
    this.#warned = true;
    warn(
      `Cannot keep turn ${index} of agent "${this.name}" open: the next one has begun, and turns of one agent follow each other; agents that work side by side are made with startAgent()`,
    );
  }
}
