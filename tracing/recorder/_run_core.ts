import type { Span } from "@opentelemetry/api";
import type { Tracer } from "../base/otel.ts";
import type { TrajectoryToolCall, TrajectoryTurn } from "./trajectory.ts";
import type { RunOptions } from "./options.ts";
import type { AgentRun } from "./types.ts";
import { secretsNow } from "../privacy/redact.ts";
import { isAdapterCalling } from "./by_adapter.ts";
import { modelAttributes } from "./_chat_attributes.ts";
import type { RunBudget } from "./_run_budget.ts";
import { providerName } from "./provider_name.ts";
import type { UsageSum } from "./_usage.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A tool call of the trajectory while it is written. */
export type ToolCallRecord = Mutable<TrajectoryToolCall>;

/** A turn of the trajectory while it is written. */
export type TurnRecord = Mutable<Omit<TrajectoryTurn, "toolCalls">> & {
  toolCalls: ToolCallRecord[];
};

/** The change of the system's clock from which on it is followed. */
const CLOCK_SET_MS = 50;

let epoch = Number.NaN;

/**
 * When `performance.now()` was 0. It is the same for all runs, so that a run
 * inside of another one does not begin before it, unless somebody sets the
 * system's clock.
 */
function steadyEpoch(): number {
  const isOff = () => !(Math.abs(measureEpoch() - epoch) < CLOCK_SET_MS);
  // A busy machine may have paused between the two clocks: measure again.
  if (isOff() && isOff() && isOff()) epoch = measureEpoch();
  return epoch;
}

function measureEpoch(): number {
  return Date.now() - performance.now();
}

/** What all scopes of one run share. */
export class RunCore {
  readonly tracer: Tracer;
  /** What stands in for the span of a scope that began too late. */
  readonly noSpan: Span;
  readonly options: RunOptions;
  readonly runId: string;
  readonly provider: string;
  /** The id of the conversation that the caller named. */
  readonly conversationId: string | undefined;
  /** Whether content goes on spans. */
  readonly content: boolean;
  /** No tracer makes real spans: only the trajectory is recorded. */
  readonly off: boolean;
  readonly turns: TurnRecord[] = [];
  /** Turns whose replies say more than their records; a turn may have many. */
  readonly staleTexts = new Set<{ makeText(): void }>();
  usage: UsageSum | undefined;
  toolCalls = 0;
  chats = 0;
  /** What the run may use, where it was given a budget. */
  readonly budget: RunBudget | undefined;
  /** US dollars, and how many model calls have a price. */
  readonly cost = { usd: 0, chats: 0 };
  agentRun!: AgentRun;
  /**
   * Whether texts stay in the trajectory once their turn has ended: nobody holds
   * a run that an adapter opened, and nearly nobody looks one up to read it.
   */
  keepsTexts = !isAdapterCalling();
  #secrets: readonly string[] | undefined;
  /** Whether the run's model is what its first request will say. */
  #modelIsGuess = isAdapterCalling();
  readonly #epoch = steadyEpoch();

  constructor(init: {
    readonly tracer: Tracer;
    readonly noSpan: Span;
    readonly options: RunOptions;
    readonly provider: string;
    readonly content: boolean;
    readonly budget: RunBudget | undefined;
    readonly off: boolean;
  }) {
    this.tracer = init.tracer;
    this.noSpan = init.noSpan;
    this.options = init.options;
    this.provider = init.provider;
    this.content = init.content;
    this.budget = init.budget;
    this.off = init.off;
    // An empty one names nothing.
    this.conversationId = init.options.conversationId || undefined;
    this.runId = init.options.runId ?? crypto.randomUUID();
  }

  /** What no span may hold, as looked up since the last turn began. */
  get secrets(): readonly string[] {
    return this.#secrets ??= secretsNow();
  }

  /** Whether the requests to its models are read. */
  get readsRequests(): boolean {
    return !this.off || this.options.readRequests === true;
  }

  /** Who provides a model that is asked for, by its name. */
  providerOf(model: string): string {
    return model === this.options.model
      ? this.provider
      : providerName(model, this.provider);
  }

  /** Adds what a model call has cost, in US dollars, where that is known. */
  addCost(usd: number | undefined): void {
    if (usd === undefined) return;
    this.cost.usd += usd;
    this.cost.chats++;
  }

  /** A turn begins: the environment may have changed. */
  addTurn(turn: TurnRecord): void {
    this.#secrets = undefined;
    this.turns.push(turn);
  }

  /** A turn has ended: its texts go where nobody is to read them. */
  endTurn(turn: TurnRecord): void {
    // What has grown holds room for more, and this stays.
    turn.toolCalls = [...turn.toolCalls];
    if (this.keepsTexts) return;
    turn.text = "";
    for (const call of turn.toolCalls) call.output = "";
  }

  /**
   * Names the model that a request names. It is the run's where an adapter opened
   * the run: it knows an alias, a default or nothing, while a program's own name
   * for its run stays.
   */
  nameModel(model: string): void {
    if (!this.#modelIsGuess) return;
    this.#modelIsGuess = false;
    if (model === this.options.model) return;
    const provider = this.options.provider ?? this.providerOf(model);
    const attributes = modelAttributes(model, provider);
    for (const [name, value] of Object.entries(attributes)) {
      this.agentRun.setAttribute(name, value!);
    }
  }

  /**
   * Milliseconds since the epoch on one steady clock for the whole run: the
   * SDK's own start times are whole milliseconds, with which a child may begin
   * before its parent.
   */
  now(): number {
    return this.#epoch + performance.now();
  }
}
