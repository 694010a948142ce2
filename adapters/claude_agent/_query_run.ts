import { AsyncLocalStorage } from "node:async_hooks";
import { tracedFetch } from "../../tracing/http/fetch.ts";
import { fetchWatched } from "../../tracing/http/fetch_watched.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { isOverBudget } from "../../tracing/recorder/is_over_budget.ts";
import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import { TokenBudgetError } from "../../tracing/recorder/token_budget_error.ts";
import type {
  AgentScope,
  ToolCall,
  Turn,
} from "../../tracing/recorder/types.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { AgentState } from "./_agent_state.ts";
import type { ReplyObserver } from "./_observed_body.ts";
import type { RelayedRequest, RelayObserver } from "./_relay.ts";
import { refused } from "./_refusal.ts";
import { RequestBody } from "./_request_body.ts";
import {
  observeSideCall,
  observeTurn,
  type Send,
  type TurnRequest,
} from "./_replies.ts";

/** Which agent of the CLI's sends a request; the main one where it says none. */
const AGENT_ID = "x-claude-code-agent-id";
const PARENT_AGENT_ID = "x-claude-code-parent-agent-id";

/** A call of the CLI's `Agent` tool whose agent has not asked its model yet. */
interface Delegation {
  readonly parent: AgentState;
  readonly callId: string;
  readonly prompt: string;
  readonly name: string;
}

/** A side call that is not sent fails by itself: its agent may be done. */
const SIDE_CALL_REFUSED = new Error(
  "The run has used up its token budget",
);

/** The query whose tools are being called. */
export const currentQuery: AsyncLocalStorage<QueryRun> =
  new AsyncLocalStorage();

/** One `query()`: its agents, their turns and their tool calls. */
export class QueryRun implements RelayObserver {
  readonly #fetch: typeof tracedFetch;
  readonly #main: AgentState;
  readonly #agents = new Map<string, AgentState>();
  readonly #delegations = new Set<Delegation>();
  /** The ids of the calls that started agents, by the agents' ids. */
  readonly #startedBy = new Map<string, string>();

  /** Why the last request got no reply: the CLI does not say what was thrown. */
  failure: unknown;
  /** Whether any request went through the relay. */
  hasRequests = false;
  /** Whether the query has ended: no failure after that is the model's. */
  ended = false;

  constructor(scope: AgentScope, fetch: typeof tracedFetch) {
    this.#main = new AgentState(scope);
    this.#fetch = fetch;
  }

  /** The conversation is the CLI's session, as each of its messages names it. */
  session(id: unknown): void {
    nameConversation(this.#main.scope, id);
  }

  request(request: RelayedRequest): ReplyObserver {
    this.hasRequests = true;
    const body = new RequestBody(request.bytes);
    const send: Send = (url, init, watch) =>
      watch !== undefined && this.#fetch === tracedFetch
        ? fetchWatched(url, init, watch)
        : this.#fetch(url, init);
    const known = this.#agentOfRequest(request.headers, body);
    const agent = known ?? this.#main;
    const isTurn = known?.beginTurn(request.path, body) ?? false;
    const isSideCall = !isTurn && request.path.startsWith("/v1/messages");
    if (isSideCall && isOverBudget(agent.scope)) {
      return refused(SIDE_CALL_REFUSED);
    }
    return agent.untilEnded(
      isTurn
        ? this.#observedTurn(agent, {
          model: textOf(body.member("model")),
          send,
        })
        : observeSideCall(agent.scope, send),
    );
  }

  /** A turn; where the run has gone past its budget it is not asked for. */
  #observedTurn(
    agent: AgentState,
    request: Omit<TurnRequest, "onOutcome">,
  ): ReplyObserver {
    try {
      return observeTurn(agent, {
        ...request,
        onOutcome: (failure) => {
          if (!this.ended) this.failure = failure;
        },
      });
    } catch (error) {
      if (error instanceof TokenBudgetError) return refused(error);
      throw error;
    }
  }

  /**
   * The agent of an id: the main one for none, `undefined` for one in the
   * background, of which nothing but its requests is known.
   */
  agent(id: unknown): AgentState | undefined {
    const name = textOf(id);
    return name === undefined ? this.#main : this.#agents.get(name);
  }

  /** Claims a call that is about to start; gives the turn that asked for it. */
  claimCall(callId: string): Turn | undefined {
    for (const { tools } of this.#all()) {
      const turn = tools.claim(callId);
      if (turn !== undefined) return turn;
    }
    return this.#main.scope.currentTurn;
  }

  /** A call that the CLI is running. */
  runningCall(callId: string): ToolCall | undefined {
    return this.#all().map(({ tools }) => tools.running(callId)).find(Boolean);
  }

  /** The agent that a call has started; the main one for no call. */
  agentOf(callId: unknown): AgentState | undefined {
    if (textOf(callId) === undefined) return this.#main;
    const [id] = [...this.#startedBy].find(([, by]) => by === callId) ?? [];
    return id === undefined ? undefined : this.#agents.get(id);
  }

  /** An `Agent` call has started: its agent's first request is to come. */
  delegated(parent: AgentState, callId: string, input: unknown): void {
    const { prompt, subagent_type } = fieldsOf(input);
    this.#delegations.add({
      parent,
      callId,
      prompt: textOf(prompt) ?? "",
      name: textOf(subagent_type) ?? "general-purpose",
    });
  }

  /** A call has started an agent. */
  agentStarted(id: string, callId: string): void {
    this.#startedBy.set(id, callId);
  }

  /** An agent has come to its end. */
  agentEnded(id: unknown, error?: unknown): void {
    const scope = this.#agents.get(textOf(id) ?? "")?.scope;
    if (error !== undefined) scope?.fail(error);
    scope?.end();
  }

  /** Whether a reply or a tool is under way. */
  get isBusy(): boolean {
    return this.#all().some((agent) => agent.isBusy);
  }

  /** Cancels what is open: nobody reads the query any more. */
  giveUp(): void {
    const error = new DOMException(
      "The query was not read to its end",
      "AbortError",
    );
    for (const { scope } of this.#agents.values()) {
      scope.fail(error, "cancelled");
      scope.end();
    }
    // Whoever opened the main agent's scope ends it.
    const turn = this.#main.scope.currentTurn;
    turn?.fail(error, "cancelled");
    turn?.end();
  }

  #all(): AgentState[] {
    return [this.#main, ...this.#agents.values()];
  }

  /** The agent that sends a request; `undefined` for one in the background. */
  #agentOfRequest(
    headers: RelayedRequest["headers"],
    body: RequestBody,
  ): AgentState | undefined {
    const id = headers[AGENT_ID];
    if (id === undefined) return this.#main;
    const known = this.#agents.get(id);
    if (known !== undefined) return known;
    const parent = this.agent(headers[PARENT_AGENT_ID]);
    const delegation = parent && this.#delegation(id, parent, body);
    if (delegation === undefined) return undefined;
    this.#delegations.delete(delegation);
    const call = delegation.parent.tools.running(delegation.callId);
    if (call === undefined) return undefined;
    const agent = new AgentState(
      byAdapter(() => call.startAgent({ name: delegation.name })),
    );
    this.#agents.set(id, agent);
    return agent;
  }

  /**
   * The call that started an agent. For agents of the main one a message of the
   * query names it; else it is the call with the agent's prompt.
   */
  #delegation(
    id: string,
    parent: AgentState,
    body: RequestBody,
  ): Delegation | undefined {
    const callId = this.#startedBy.get(id);
    const open = [...this.#delegations].filter((one) => one.parent === parent);
    const texts = firstTexts(body);
    return open.find((one) => one.callId === callId) ??
      open.find(({ prompt }) => texts.includes(prompt));
  }
}

/** The texts of the first message. */
function firstTexts({ firstMessage }: RequestBody): string[] {
  const { content } = firstMessage;
  if (typeof content === "string") return [content];
  return listOf(content).flatMap((block) => textOf(fieldsOf(block).text) ?? []);
}
