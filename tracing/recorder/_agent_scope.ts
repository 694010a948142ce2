import { SpanKind } from "@opentelemetry/api";
import { SpanScope, type SpanScopeInit } from "./_span_scope.ts";
import type {
  EnclosingAgent,
  EnclosingTool,
  PreviousTurn,
} from "./_enclosing.ts";
import { warn } from "../privacy/warn.ts";
import { TurnScope } from "./_turn_scope.ts";
import type {
  AgentScope,
  Chat,
  ModelCallOptions,
  Turn,
  TurnOptions,
} from "./types.ts";

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

  startAgent(name: string, tool: EnclosingTool): AgentScope {
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

  get agent(): AgentScope {
    return this;
  }

  get currentTurn(): Turn | undefined {
    return this.#current?.ended ? undefined : this.#current;
  }

  get turnCount(): number {
    return this.#turns;
  }

  startTurn(options: TurnOptions = {}): Turn {
    return this.#nextTurn(options);
  }

  turn<R>(
    fn: (turn: Turn) => R | Promise<R>,
    options: TurnOptions = {},
  ): Promise<R> {
    const turn = this.#nextTurn(options);
    this.#turnOfFunction = turn;
    return turn.run(() => fn(turn));
  }

  modelCall(options: ModelCallOptions = {}): Chat {
    const turn = this.#current;
    const model = options.model ?? this.core.options.model;
    const resumed = turn?.ended === false &&
      turn.pendingChat(model) !== undefined;
    return (resumed ? turn : this.#nextTurn(options)).modelCall(options);
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

  #nextTurn(options: TurnOptions): TurnScope {
    const { currentTurn } = this;
    if (currentTurn !== undefined && currentTurn === this.#turnOfFunction) {
      this.#warnOfOverlap(currentTurn.index);
    }
    this.#current?.end();
    this.#current = new TurnScope(this, ++this.#turns, options);
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
