import { SpanKind } from "@opentelemetry/api";
import type {
  EnclosingAgent,
  EnclosingTool,
  EnclosingTurn,
  TurnBefore,
} from "./_enclosing.ts";
import { ChatScope } from "./_chat_scope.ts";
import { causes } from "../privacy/failure.ts";
import { Prompt, sizeBucket } from "../prompt/growth.ts";
import type { ToolCallRecord, TurnRecord } from "./_records.ts";
import { describe, type ScopeFailure, SpanScope } from "./_span_scope.ts";
import { ToolCallScope } from "./_tool_scope.ts";
import type { Usage } from "./trajectory.ts";
import type {
  Chat,
  ModelCallOptions,
  RequestedToolCall,
  ToolCall,
  ToolOptions,
  Turn,
  TurnOptions,
} from "./types.ts";
import { usageAttributes, UsageSum } from "./_usage.ts";
import { isJson } from "../base/json.ts";
import type { PromptPart } from "../prompt/wire/read_request.ts";

/** An `agent.turn` span and its line in the trajectory. */
export class TurnScope extends SpanScope implements EnclosingTurn {
  readonly agent: EnclosingAgent;
  readonly currentTool = undefined;
  readonly index: number;
  readonly model: string;
  readonly #record: TurnRecord;
  readonly #order: number;
  readonly #before: TurnBefore | undefined;
  readonly #chats: ChatScope[] = [];
  readonly #tools: EnclosingTool[] = [];
  readonly #usage = new UsageSum();
  #prompt: Prompt | undefined;

  constructor(agent: EnclosingAgent, index: number, options: TurnOptions) {
    const { core } = agent;
    const { phase, agentName = agent.name, model = core.options.model } =
      options;
    super({
      core,
      parent: agent,
      name: "agent.turn",
      kind: SpanKind.INTERNAL,
      attributes: () => ({
        "turn.index": index,
        "agent.runner": core.options.runner,
        "agent.run_id": core.runId,
        "gen_ai.agent.name": agentName,
        "gen_ai.request.model": model,
        ...(phase === undefined ? {} : { "turn.phase": phase }),
      }),
    });
    this.agent = agent;
    this.index = index;
    this.model = model;
    this.#before = agent.turnBefore;
    this.#order = core.turns.length;
    this.#record = {
      index,
      agent: agentName,
      depth: agent.depth,
      ...agent.parentCall,
      ...(phase === undefined ? {} : { phase }),
      text: "",
      durationMs: 0,
      toolCalls: [],
    };
    if (!agent.ended) core.turns.push(this.#record);
  }

  get currentTurn(): Turn {
    return this;
  }

  modelCall(options: ModelCallOptions = {}): Chat {
    const failed = this.pendingChat(options.model ?? this.model);
    if (failed !== undefined) {
      failed.resume();
      return failed;
    }
    const chat = new ChatScope(this, options);
    this.#chats.push(chat);
    return chat;
  }

  startTool(options: ToolOptions): ToolCall {
    return new ToolCallScope(this, options);
  }

  /** The call to a model that failed and may still be tried again. */
  pendingChat(model: string): ChatScope | undefined {
    return this.#chats.find((chat) => chat.pending && chat.model === model);
  }

  asked(parts: readonly PromptPart[]): void {
    this.#prompt ??= new Prompt(parts, (id) => this.agent.toolSource(id));
  }

  replied(): void {
    this.#record.text = this.#chats.flatMap(({ reply }) => reply?.text || [])
      .join("\n");
  }

  charge(usage: Usage | undefined): void {
    if (usage !== undefined) this.#usage.add(usage);
  }

  called(scope: EnclosingTool, record: ToolCallRecord): void {
    if (this.ended) return;
    const { name, server, callId } = record;
    this.#tools.push(scope);
    this.#record.toolCalls.push(record);
    this.core.toolCalls++;
    if (callId !== undefined) this.agent.ranTool(callId, `${server}/${name}`);
  }

  /** Fails with its agent, where the agent failed by what is in this turn. */
  failBy(failure: ScopeFailure): void {
    const chain = causes(failure.error);
    const involved = this.hasOpenChildren ||
      [...this.#chats, ...this.#tools].some(({ failure: inner }) =>
        inner?.thrown && chain.includes(inner.error)
      );
    if (involved) this.failWith(failure);
  }

  protected override finish(time: number): void {
    if (this.ended) return;
    this.#callsNotRun(time);
    super.finish(time);
  }

  protected onEnd(): void {
    const usage = this.#usage.value;
    const { failure } = this;
    this.#record.durationMs = this.durationMs;
    if (usage !== undefined) this.#record.usage = usage;
    if (failure !== undefined) this.#record.error = describe(failure);
    this.core.addTurn({
      usage,
      index: this.index,
      agent: this.#record.agent,
      order: this.#order,
    });
    this.agent.turnBefore = {
      inputTokens: usage?.inputTokens,
      prompt: this.#prompt,
    };
    if (this.span.isRecording()) this.#setEndAttributes(usage);
  }

  #setEndAttributes(usage: Usage | undefined): void {
    const before = this.#before;
    const tokens = usage?.inputTokens;
    this.span.setAttributes({
      ...usageAttributes(usage),
      "turn.tool_calls": this.#tools.length,
      ...this.#prompt?.sizes,
    });
    if (tokens !== undefined) {
      this.span.setAttribute("turn.prompt.size_bucket", sizeBucket(tokens));
      if (before?.inputTokens !== undefined) {
        const delta = tokens - before.inputTokens;
        this.span.setAttribute("turn.prompt.delta_tokens", delta);
      }
    }
    const growth = before?.prompt && this.#prompt?.grownFrom(before.prompt);
    if (growth !== undefined) {
      this.span.setAttributes({
        "turn.prompt.grew_by": growth.source,
        "turn.prompt.grew_by_bytes": growth.bytes,
      });
    }
  }

  /**
   * Every call that the model asked for has its span: one that nobody ran was
   * for an unknown tool, had unusable arguments, was refused, or came too late.
   */
  #callsNotRun(time: number): void {
    const cancelled = this.failure?.type === "cancelled";
    for (const { name, id, input } of this.#notRun()) {
      const call = new ToolCallScope(this, {
        name,
        input: asObject(input),
        ...(id === undefined ? {} : { callId: id }),
      }, time);
      call.failWith({
        error: cancelled
          ? "The run was cancelled before this call began"
          : "The model asked for this call and nobody ran it",
        type: cancelled ? "cancelled" : "not_run",
        thrown: false,
        time,
      });
      call.close(time);
    }
  }

  /**
   * What was asked for, less what was run: by id, else by name where either
   * has no id. A tool may have run before the reply that asks for it was told.
   */
  #notRun(): RequestedToolCall[] {
    const asked = this.#chats.flatMap(({ reply }) => reply?.toolCalls ?? []);
    const take = (fits: (call: RequestedToolCall) => boolean): boolean => {
      const place = asked.findIndex(fits);
      if (place >= 0) asked.splice(place, 1);
      return place >= 0;
    };
    const byName = this.#tools.filter(({ callId }) =>
      callId === undefined || !take(({ id }) => id === callId)
    );
    for (const { callId, names } of byName) {
      take(({ id, name }) =>
        (id === undefined || callId === undefined) && names.includes(name)
      );
    }
    return asked;
  }
}

/** The arguments as an object, as far as they are one. */
function asObject(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === "string" && input !== "") {
    try {
      return asObject(JSON.parse(input));
    } catch {
      return { input };
    }
  }
  if (isJson(input)) return input;
  return input === undefined || input === null || input === "" ? {} : { input };
}
