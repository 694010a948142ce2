import { SpanKind } from "../base/api.ts";
import { SpanScope, type SpanScopeInit } from "./_span_scope.ts";
import type { EnclosingAgent, EnclosingTool } from "./_enclosing.ts";
import { warn } from "../privacy/warn.ts";
import { type CallLedger, type CountedCall, Ledger } from "../prompt/ledger.ts";
import { RequestReader } from "../prompt/request_reader.ts";
import {
  firstLines,
  sourceLists,
  SourceSum,
  type SourceTokens,
  UNKNOWN,
} from "../prompt/sources.ts";
import { PromptContent } from "./_prompt_content.ts";
import { ToolSources } from "./_tool_sources.ts";
import { TurnScope } from "./_turn_scope.ts";
import {
  checkOptions,
  type OptionsAndFunction,
  runScope,
} from "./_check_options.ts";
import { CHAT, TURN } from "./_option_rules.ts";
import type { ChatOptions, TurnOptions } from "./options.ts";
import type { AgentScope, Chat, Turn } from "./types.ts";

/** Sources of an agent that are told by name: a span has to stay small. */
const RUN_SOURCES = 32;

/** What an agent is, below the span. */
export interface AgentInit {
  readonly name: string;
  /** 0 for the run's own. */
  readonly depth: number;
  /** The id of the tool call that started it. */
  readonly parentCall: { readonly parentCallId?: string };
  /** The agent around it. */
  readonly around?: EnclosingAgent;
}

/** An agent and its turns, of which one at a time is open. */
export class AgentScopeImpl extends SpanScope implements EnclosingAgent {
  readonly name: string;
  readonly depth: number;
  readonly parentCall: { readonly parentCallId?: string };
  readonly currentTool = undefined;
  previousTokens: number | undefined;
  #requests: RequestReader | undefined;
  #content: PromptContent | undefined;
  readonly #around: EnclosingAgent | undefined;
  #ledger: Ledger | undefined;
  readonly #cost = new SourceSum();
  #toolSources: ToolSources | undefined;
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
    this.#around = agent.around;
  }

  openAgent(name: string, tool: EnclosingTool): AgentScope {
    const depth = this.depth + 1;
    const { core, callId } = tool;
    return new AgentScopeImpl({
      core,
      parent: tool,
      name: "agent.invoke",
      kind: SpanKind.INTERNAL,
      attributes: core.off ? undefined : {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": name,
        "agent.depth": depth,
      },
    }, {
      name,
      depth,
      around: this,
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
    if (!resumed) this.#checkBudget();
    return (resumed ? turn : this.#nextTurn(options, true)).startChat(options);
  }

  chat<R>(...args: OptionsAndFunction<ChatOptions, Chat, R>): Promise<R> {
    return runScope(CHAT.of, args, (options) => this.startChat(options));
  }

  rememberTool(call: EnclosingTool, server: string, name: string): void {
    (this.#toolSources ??= new ToolSources()).add(call, server, name);
  }

  toolSource(callId: string, name = ""): string | undefined {
    // An agent inside may have been handed the conversation so far.
    return this.#toolSources?.get(callId, name) ??
      this.#around?.toolSource(callId, name);
  }

  get requests(): RequestReader {
    return this.#requests ??= new RequestReader((id, name) =>
      this.toolSource(id, name)
    );
  }

  get content(): PromptContent {
    return this.#content ??= new PromptContent(this.core);
  }

  /** What each source has cost, in tokens, agents inside included. */
  get promptSources(): readonly SourceTokens[] {
    return firstLines(this.#cost.lines(), RUN_SOURCES);
  }

  countCall(call: CountedCall): CallLedger | undefined {
    const ledger = (this.#ledger ??= new Ledger()).add(call);
    const { inputTokens: tokens } = call;
    this.addCost(ledger?.sources ?? [{ source: UNKNOWN, tokens }]);
    return ledger;
  }

  addCost(lines: readonly SourceTokens[]): void {
    for (const { source, tokens } of lines) this.#cost.add(source, tokens);
    this.#around?.addCost(lines);
  }

  protected override endAt(time: number): void {
    if (this.failure !== undefined) this.#current?.failIfCause(this.failure);
    super.endAt(time);
  }

  protected override forget(): void {
    this.#requests = this.#content = undefined;
    this.#ledger = undefined;
    this.#toolSources = undefined;
    this.#current = this.#turnOfFunction = undefined;
  }

  protected recordEnd(): void {
    if (!this.span.isRecording()) return;
    const lists = sourceLists(this.promptSources);
    if (lists === undefined) return;
    this.setAttributes({
      "agent.prompt.sources": lists.sources,
      "agent.prompt.source_tokens": lists.tokens,
      "agent.prompt.top_source": lists.top.source,
      "agent.prompt.top_source_tokens": lists.top.tokens,
    });
  }

  /** The turn before is done, also where no other may follow it. */
  #checkBudget(): void {
    const { budget } = this.core;
    if (!budget?.isPassed) return;
    if (this.#current !== this.#turnOfFunction) this.#current?.end();
    budget.check();
  }

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
