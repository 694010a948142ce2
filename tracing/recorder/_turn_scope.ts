import { SpanKind } from "../base/api.ts";
import { diag } from "../base/registry.ts";
import { argumentsOf, callsNotRun, whyNotRun } from "./_calls_not_run.ts";
import { ChatScope } from "./_chat_scope.ts";
import type {
  EnclosingAgent,
  EnclosingTool,
  EnclosingTurn,
} from "./_enclosing.ts";
import { causes } from "../privacy/failure.ts";
import type { ToolCallRecord, TurnRecord } from "./_run_core.ts";
import {
  checkOptions,
  type OptionsAndFunction,
  runScope,
} from "./_check_options.ts";
import { type ScopeFailure, trajectoryFailure } from "./_scope_failure.ts";
import { SpanScope } from "./_span_scope.ts";
import { ToolCallScope } from "./_tool_scope.ts";
import type { Usage } from "../prompt/wire/model_response.ts";
import { CHAT, TOOL } from "./_option_rules.ts";
import type { ChatOptions, ToolOptions, TurnOptions } from "./options.ts";
import type { Chat, ToolCall, Turn } from "./types.ts";
import { sumOfUsage, type UsageSum } from "./_usage.ts";
import type { ReadRequest } from "../prompt/request_reader.ts";
import { startAttributes, turnAttributes } from "./_turn_attributes.ts";
import { TurnPrompt } from "./_turn_prompt.ts";

/** What is left of the chats and the tool calls of a turn that has ended. */
const NO_CHATS: ChatScope[] = [];
const NO_TOOLS: EnclosingTool[] = [];

/** An `agent.turn` span and its line in the trajectory. */
export class TurnScope extends SpanScope implements EnclosingTurn {
  readonly currentAgent: EnclosingAgent;
  readonly currentTool = undefined;
  readonly index: number;
  readonly model: string;
  readonly agentName: string;
  readonly #record: TurnRecord;
  /** Whether nobody has to end it, since a model call opened it. */
  readonly #implicit: boolean;
  /** The input tokens of the turn before. */
  readonly #before: number | undefined;
  #chats: ChatScope[] = [];
  /** The chats that may be pending, without most of those that have ended. */
  #open: ChatScope[] = [];
  #tools: EnclosingTool[] = [];
  #usage: UsageSum | undefined;
  #prompt: TurnPrompt | undefined;

  constructor(
    agent: EnclosingAgent,
    index: number,
    options: TurnOptions,
    implicit: boolean,
  ) {
    const { core } = agent;
    const { phase, agentName = agent.name, model = core.options.model } =
      options;
    super({
      core,
      parent: agent,
      name: "agent.turn",
      kind: SpanKind.INTERNAL,
      attributes: core.off
        ? undefined
        : startAttributes(core, { index, agentName, model, phase }),
    });
    this.currentAgent = agent;
    this.index = index;
    this.model = model;
    this.agentName = agentName;
    this.#implicit = implicit;
    this.#before = agent.previousTokens;
    this.#record = {
      index,
      agent: agentName,
      depth: agent.depth,
      ...agent.parentCall,
      ...(phase !== undefined && { phase }),
      text: "",
      durationMs: 0,
      toolCalls: [],
    };
    if (!agent.ended) core.addTurn(this.#record);
  }

  get currentTurn(): Turn {
    return this;
  }

  override get leftOpen(): string | undefined {
    return this.#implicit ? undefined : super.leftOpen;
  }

  startChat(given: ChatOptions = {}): Chat {
    const options = checkOptions(given, CHAT);
    this.core.budget?.check();
    const pending = this.pendingChat(options.model ?? this.model);
    if (pending !== undefined) {
      pending.resume();
      return pending;
    }
    const chat = new ChatScope(this, options);
    if (this.ended) return chat;
    this.#chats.push(chat);
    this.#open.push(chat);
    return chat;
  }

  chat<R>(...args: OptionsAndFunction<ChatOptions, Chat, R>): Promise<R> {
    return runScope(CHAT.of, args, (options) => this.startChat(options));
  }

  startTool(options: ToolOptions): ToolCall {
    return new ToolCallScope(this, checkOptions(options, TOOL));
  }

  tool<R>(...args: OptionsAndFunction<ToolOptions, ToolCall, R>): Promise<R> {
    return runScope(TOOL.of, args, (options) => this.startTool(options));
  }

  /** The call to a model that failed and may still be tried again. */
  pendingChat(model: string): ChatScope | undefined {
    if (this.#open.length === 0) return undefined;
    this.#open = this.#open.filter(({ ended }) => !ended);
    return this.#open.find((chat) => chat.pending && chat.model === model);
  }

  addPrompt(request: ReadRequest, before: ReadRequest | undefined): void {
    this.#prompt ??= new TurnPrompt(request, before, this.index === 1);
  }

  updateText(): void {
    this.core.staleTexts.add(this);
  }

  makeText(): void {
    const texts: string[] = [];
    for (const { received } of this.#chats) {
      if (received?.text) texts.push(received.text);
    }
    this.#record.text = texts.join("\n");
  }

  setModel(model: string): void {
    this.span.setAttribute("gen_ai.request.model", model);
  }

  addUsage(usage: Usage | undefined): void {
    if (usage !== undefined) this.#usage = sumOfUsage(this.#usage, usage);
  }

  addTool(tool: EnclosingTool, record: ToolCallRecord): void {
    if (this.ended) return;
    const { name, server } = record;
    this.#tools.push(tool);
    this.#record.toolCalls.push(record);
    this.core.toolCalls++;
    if (!this.core.readsRequests) return;
    this.currentAgent.rememberTool(tool, server, name);
  }

  /** Fails as its agent did, where what is in this turn made the agent fail. */
  failIfCause(failure: ScopeFailure): void {
    const chain = causes(failure.error);
    const isCause = this.hasOpenChildren ||
      [...this.#chats, ...this.#tools].some(({ failure: inner }) =>
        inner?.thrown && chain.includes(inner.error)
      );
    if (isCause) this.failWith(failure);
  }

  protected override endAt(time: number): void {
    if (this.ended) return;
    try {
      this.#addCallsNotRun(time);
    } catch (error) {
      // A model of the program's own may ask for what cannot be looked at.
      diag.error("Cannot record a call that nobody ran", error);
    }
    super.endAt(time);
  }

  protected override forget(): void {
    // A budget tells later of what the prompts were.
    if (this.budget === undefined) {
      for (const chat of this.#chats) chat.forgetAll();
    }
    this.core.endTurn(this.#record);
    this.#chats = this.#open = NO_CHATS;
    this.#tools = NO_TOOLS;
    this.#prompt = undefined;
  }

  protected recordEnd(): void {
    const usage = this.#usage;
    const { failure } = this;
    this.#record.durationMs = this.durationMs;
    if (this.core.staleTexts.delete(this)) this.makeText();
    if (usage !== undefined) {
      this.#record.usage = usage;
      this.core.usage = sumOfUsage(this.core.usage, usage);
    }
    const ledger = this.#chats[0]?.prompt?.ledger;
    if (ledger !== undefined && this.#prompt !== undefined) {
      this.#record.prompt = this.#prompt.record(ledger);
    }
    if (failure !== undefined) this.#record.error = trajectoryFailure(failure);
    this.currentAgent.previousTokens = usage?.inputTokens;
    if (!this.span.isRecording()) return;
    const { isPartial = false } = this.#chats[0]?.prompt ?? {};
    this.setAttributes(turnAttributes({
      usage,
      toolCalls: this.#tools.length,
      tokensBefore: this.#before,
      prompt: this.#prompt,
      ledger,
      isPartial,
    }));
  }

  /**
   * Every call that the model asked for has its span: one that nobody ran was
   * for an unknown tool, had unusable arguments, was refused, or came too late.
   */
  #addCallsNotRun(time: number): void {
    // At the end: a tool may run before the reply that asks for it is recorded.
    const requested = this.#chats.flatMap(({ received }) =>
      received?.toolCalls ?? []
    );
    const failure = whyNotRun(this.failure?.type === "cancelled");
    for (const { name, id, input } of callsNotRun(requested, this.#tools)) {
      const call = new ToolCallScope(this, {
        name,
        input: argumentsOf(input),
        ...(id !== undefined && { callId: id }),
      }, time);
      call.failWith({ ...failure, thrown: false, time });
      call.close(time);
    }
  }
}
