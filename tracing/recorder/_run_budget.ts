import { warn } from "../privacy/warn.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import { readRequest } from "../prompt/wire/read_request.ts";
import type { ModelResponse } from "../prompt/wire/model_response.ts";
import type { SourceTokens } from "../prompt/sources.ts";
import { isJson, parseJson } from "../base/json.ts";
import type { RequestBudget } from "../base/http_observer.ts";
import type { TokenBudget } from "./options.ts";
import { namedSources, TokenBudgetError } from "./token_budget_error.ts";

/** The share of a limit from which on the run says so. */
const NEARLY = 0.8;

/** A model call, as far as it is counted. */
export interface BudgetedChat {
  readonly label: string;
  readonly failure: unknown;
  /** The reply, or what there is of it by now. */
  readonly received: ModelResponse | undefined;
  readonly prompt: { readonly ledger: CallLedger | undefined } | undefined;
}

/** The run that a budget is of. */
export interface BudgetedRun {
  readonly promptSources: readonly SourceTokens[];
  /** Ends the run, which has passed its budget. */
  stop(error: TokenBudgetError): void;
}

/** A call, and the input tokens of its prompt. */
interface Prompt {
  readonly chat: BudgetedChat;
  readonly tokens: number;
}

/** How far a limit is used up. */
interface Use {
  readonly limit: keyof TokenBudget;
  readonly allowed: number;
  readonly tokens: number;
  /** The call whose prompt it is, where it is one prompt's. */
  readonly chat?: BudgetedChat | undefined;
}

/**
 * What a run may use, and what it has used. A call counts as soon as its reply
 * says how many tokens its input has, in the middle of a stream too.
 */
export class RunBudget implements RequestBudget {
  readonly #limits: TokenBudget;
  #run: BudgetedRun | undefined;
  /** The calls that have not ended. */
  readonly #open = new Set<BudgetedChat>();
  /** What is known of those whose replies have not been told. */
  readonly #said = new Map<BudgetedChat, number>();
  #tokens = 0;
  #calls = 0;
  #largest: Prompt | undefined;
  #hasWarned = false;
  #hasWarnedOfNone = false;
  #error: TokenBudgetError | undefined;

  constructor(limits: TokenBudget) {
    this.#limits = limits;
  }

  /** Takes the run that it is of. */
  holds(run: BudgetedRun): void {
    this.#run = run;
  }

  /** A model call begins. */
  begun(chat: BudgetedChat): void {
    this.#open.add(chat);
  }

  /** The reply of a call says its input, and is not told before its end. */
  says(chat: BudgetedChat, inputTokens: () => number | undefined): void {
    if (!this.#open.has(chat) || this.#said.has(chat)) return;
    const tokens = inputTokens();
    if (tokens !== undefined) this.#said.set(chat, tokens);
  }

  /** A model call has ended. */
  ended(chat: BudgetedChat): void {
    const tokens = this.#inputOf(chat);
    this.#open.delete(chat);
    this.#said.delete(chat);
    if (tokens === undefined) return this.#warnOfNone(chat);
    this.#calls++;
    this.#tokens += tokens;
    this.#largest = larger(this.#largest, { chat, tokens });
    this.#warnWhenNear();
  }

  get isPassed(): boolean {
    return this.#error !== undefined || this.#passed() !== undefined;
  }

  check(): void {
    if (this.#error === undefined) {
      const use = this.#passed();
      if (use === undefined) return;
      const { limit, allowed, tokens } = use;
      this.#error = new TokenBudgetError({
        limit,
        allowed,
        tokens,
        calls: this.#calls + this.#openPrompts().length,
        sources: this.#sourcesOf(use),
      });
      this.#run?.stop(this.#error);
    }
    throw this.#error;
  }

  checkBody(body: string | undefined): void {
    if (body !== undefined && asksModel(parseJson(body))) this.check();
  }

  #passed(): Use | undefined {
    return this.#uses().find(({ tokens, allowed }) => tokens > allowed);
  }

  #uses(): Use[] {
    const { inputTokens, promptTokens } = this.#limits;
    const uses: Use[] = [];
    const open = this.#openPrompts();
    if (inputTokens !== undefined) {
      const tokens = open.reduce((sum, one) => sum + one.tokens, this.#tokens);
      uses.push({ limit: "inputTokens", allowed: inputTokens, tokens });
    }
    if (promptTokens !== undefined) {
      const largest = open.reduce(larger, this.#largest);
      if (largest !== undefined) {
        uses.push({ limit: "promptTokens", allowed: promptTokens, ...largest });
      }
    }
    return uses;
  }

  /** What is known of the calls that have not ended. */
  #openPrompts(): Prompt[] {
    return [...this.#open].flatMap((chat) => {
      const tokens = this.#inputOf(chat);
      return tokens === undefined ? [] : [{ chat, tokens }];
    });
  }

  #inputOf(chat: BudgetedChat): number | undefined {
    return chat.received?.usage?.inputTokens ?? this.#said.get(chat);
  }

  #sourcesOf({ limit, chat }: Use): readonly SourceTokens[] {
    return limit === "inputTokens"
      ? this.#run?.promptSources ?? []
      : chat?.prompt?.ledger?.sources ?? [];
  }

  /** Says once that little is left, or nothing. */
  #warnWhenNear(): void {
    if (this.#hasWarned) return;
    const use = this.#uses().find(({ tokens, allowed }) =>
      tokens >= NEARLY * allowed
    );
    if (use === undefined) return;
    this.#hasWarned = true;
    const { limit, allowed, tokens } = use;
    const sources = namedSources({ sources: this.#sourcesOf(use), tokens });
    const of = sources === "" ? "" : `, ${sources}`;
    warn(
      limit === "inputTokens"
        ? `The run has used ${tokens} input tokens of at most ${allowed}${of}; past that it asks no model any more`
        : `The largest prompt of the run has ${tokens} tokens of at most ${allowed}${of}; past that the run asks no model any more`,
    );
  }

  /** What nobody counts cannot be held to a budget. */
  #warnOfNone({ label, failure, received }: BudgetedChat): void {
    const isWhole = received !== undefined && failure === undefined;
    if (!isWhole || this.#hasWarnedOfNone) return;
    this.#hasWarnedOfNone = true;
    warn(
      `Cannot count "${label}" for the budget of the run: its reply reports no input tokens; a streamed chat completion does with stream_options.include_usage`,
    );
  }
}

/** Whether a body is that of a request to a model, and not just alike. */
function asksModel(body: unknown): boolean {
  if (!isJson(body) || readRequest(body) === undefined) return false;
  const { model, messages } = body;
  // Some endpoints have the model in their path.
  const hasRoles = Array.isArray(messages) &&
    messages.some((message) =>
      isJson(message) && typeof message.role === "string"
    );
  return typeof model === "string" || hasRoles;
}

/** The larger of two prompts, the first of equals. */
function larger(one: Prompt | undefined, other: Prompt): Prompt {
  return one !== undefined && one.tokens >= other.tokens ? one : other;
}
