import type { Span } from "@opentelemetry/api";
import { SpanKind, TraceFlags } from "../base/api.ts";
import { AgentScopeImpl } from "./_agent_scope.ts";
import type { RunCore, TurnRecord } from "./_run_core.ts";
import { TOKEN_BUDGET, trajectoryFailure } from "./_scope_failure.ts";
import { SpanScope } from "./_span_scope.ts";
import { openRuns } from "../base/open_runs.ts";
import type { Attributes } from "../base/otel.ts";
import type { Usage } from "../prompt/wire/model_response.ts";
import {
  checkOptions,
  type OptionsAndFunction,
  runScope,
} from "./_check_options.ts";
import { TOOLS_LIST } from "./_option_rules.ts";
import type { ToolsListOptions } from "./options.ts";
import type { TokenBudgetError } from "./token_budget_error.ts";
import type { Failure, Trajectory } from "./trajectory.ts";
import type { AgentRun, ToolsList } from "./types.ts";

/** An `agent.run` span, and the run's own agent. */
export class AgentRunScope extends AgentScopeImpl implements AgentRun {
  readonly runId: string;
  readonly traceId: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** The caller's own signal. */
  readonly #callers: AbortSignal | undefined;
  readonly #overBudget: AbortController | undefined;
  #answerLength = 0;

  constructor(core: RunCore) {
    const { runner, agentName = runner, signal, parent } = core.options;
    super({
      core,
      name: "agent.run",
      kind: SpanKind.INTERNAL,
      attributes: core.off ? undefined : startAttributes(core, agentName),
      parentContext: parent,
    }, { name: agentName, depth: 0, parentCall: {} });
    this.runId = core.runId;
    this.traceId = sampledTraceId(this.span);
    this.#callers = signal;
    this.#overBudget = core.budget && new AbortController();
    this.signal = eitherOf(signal, this.#overBudget?.signal);
    core.agentRun = this;
    core.budget?.holds(this);
    if (this.leftOpen !== undefined) openRuns.add(this);
    if (signal?.aborted) this.#cancel();
    else signal?.addEventListener("abort", this.#cancel);
  }

  get trajectory(): Trajectory {
    this.core.keepsTexts = true;
    for (const turn of this.core.staleTexts) turn.makeText();
    this.core.staleTexts.clear();
    return { turns: this.core.turns };
  }

  get error(): Failure | undefined {
    return this.failure && trajectoryFailure(this.failure);
  }

  get usage(): Usage {
    return this.core.usage ?? {};
  }

  answer(text: string): string {
    if (this.isLate("answer()")) return text;
    this.#answerLength = 0;
    if (typeof text !== "string") return text;
    // Code points: a character outside the basic plane counts once.
    for (const _ of text) this.#answerLength++;
    return text;
  }

  startToolsList(options: ToolsListOptions): ToolsList {
    return new ToolsListScope(this, checkOptions(options, TOOLS_LIST));
  }

  toolsList<R>(
    ...args: OptionsAndFunction<ToolsListOptions, ToolsList, R>
  ): Promise<R> {
    const open = (options: ToolsListOptions) => this.startToolsList(options);
    return runScope(TOOLS_LIST.of, args, open);
  }

  protected override recordEnd(): void {
    this.#callers?.removeEventListener("abort", this.#cancel);
    openRuns.delete(this);
    super.recordEnd();
    if (!this.span.isRecording()) return;
    this.setAttributes({
      ...totals(this.core),
      "agent.answer.length": this.#answerLength,
      "agent.duration_ms": Math.round(this.durationMs),
    });
  }

  readonly #cancel = (): void => {
    this.cancel(this.#callers?.reason, this.core.now());
  };

  /** Ends the run, which has gone past its budget; what is open is cancelled. */
  stop(error: TokenBudgetError): void {
    const time = this.core.now();
    this.failWith({ error, type: TOKEN_BUDGET, thrown: true, time });
    this.cancel(error, time);
    this.#overBudget?.abort(error);
  }
}

/** A signal that aborts with either of two, of which there may be one or none. */
function eitherOf(
  one: AbortSignal | undefined,
  other: AbortSignal | undefined,
): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : one ?? other;
}

/** The trace's id, where the trace is recorded. */
function sampledTraceId(span: Span): string | undefined {
  const { traceId, traceFlags } = span.spanContext();
  const sampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return span.isRecording() && sampled ? traceId : undefined;
}

function startAttributes(core: RunCore, agentName: string): Attributes {
  const { runner, scenarioId, model } = core.options;
  return {
    "agent.runner": runner,
    "agent.run_id": core.runId,
    ...(scenarioId !== undefined && { "agent.scenario_id": scenarioId }),
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": agentName,
    "gen_ai.request.model": model,
    "gen_ai.system": core.provider,
    "gen_ai.provider.name": core.provider,
  };
}

function totals(core: RunCore): Attributes {
  const { inputTokens = 0, outputTokens = 0 } = core.usage ?? {};
  const { cost, chats } = core;
  const largest = largestPrompt(core.turns);
  return {
    "agent.turns": core.turns.length,
    "agent.tool_calls": core.toolCalls,
    "agent.usage.input_tokens": inputTokens,
    "agent.usage.output_tokens": outputTokens,
    "agent.prompt.max_tokens": largest?.usage?.inputTokens,
    "agent.prompt.max_turn": largest?.index,
    "agent.prompt.max_agent": largest?.agent,
    // A sum is only known where each model call has a price.
    "agent.cost.total_usd": chats > 0 && cost.chats === chats
      ? cost.usd
      : undefined,
  };
}

/** The turn with the largest prompt: of equal ones the one that began first. */
function largestPrompt(turns: readonly TurnRecord[]): TurnRecord | undefined {
  let largest: TurnRecord | undefined;
  for (const turn of turns) {
    const tokens = turn.usage?.inputTokens ?? -1;
    if (tokens > (largest?.usage?.inputTokens ?? -1)) largest = turn;
  }
  return largest;
}

/** A `tools/list` span. */
class ToolsListScope extends SpanScope implements ToolsList {
  readonly currentAgent: AgentRunScope;
  readonly currentTurn = undefined;
  readonly currentTool = undefined;

  constructor(agent: AgentRunScope, options: ToolsListOptions) {
    super({
      core: agent.core,
      parent: agent,
      name: "tools/list",
      label: `tools/list ${options.server}`,
      kind: SpanKind.CLIENT,
      attributes: agent.core.off ? undefined : {
        "mcp.method.name": "tools/list",
        "tool.server": options.server,
        ...options.attributes,
      },
    });
    this.currentAgent = agent;
  }

  result(count: number): number {
    this.setAttribute("mcp.tools.count", count);
    return count;
  }

  protected recordEnd(): void {}
}
