import type { tracedFetch } from "../../tracing/http/fetch.ts";
import type {
  AgentScope,
  ToolCall,
  Turn,
} from "../../tracing/recorder/types.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { AgentState } from "./_agent_state.ts";
import type { RelayedRequest, RelayObserver, ReplyObserver } from "./_relay.ts";
import { observeSideCall, observeTurn } from "./_replies.ts";

/** Which agent of the CLI's a request is of; the main one where it says none. */
const AGENT_ID = "x-claude-code-agent-id";
const PARENT_AGENT_ID = "x-claude-code-parent-agent-id";

/** A call of the CLI's `Agent` tool whose agent has not asked its model yet. */
interface Delegation {
  readonly parent: AgentState;
  readonly callId: string;
  readonly prompt: string;
  readonly name: string;
}

/** One `query()`: its agents, their turns and their tool calls. */
export class QueryRun implements RelayObserver {
  readonly #fetch: typeof tracedFetch;
  readonly #main: AgentState;
  readonly #agents = new Map<string, AgentState>();
  readonly #delegations = new Set<Delegation>();
  /** The calls that started agents, by the agents' ids. */
  readonly #startedBy = new Map<string, string>();

  /** Why the last request got no reply, which the CLI tells in its own words. */
  failure: unknown;
  /** Whether any request has come by. */
  heard = false;
  /** Whether the query has ended: what breaks off then is not the model's doing. */
  over = false;

  constructor(scope: AgentScope, fetch: typeof tracedFetch) {
    this.#main = new AgentState(scope);
    this.#fetch = fetch;
  }

  request(request: RelayedRequest): ReplyObserver {
    this.heard = true;
    const body = parsed(request.body);
    const send = (url: URL, init: RequestInit) => this.#fetch(url, init);
    const known = this.#agentOf(request.headers, body);
    const agent = known ?? this.#main;
    const isTurn = known?.isTurn(request.path, body) ?? false;
    return agent.replying(
      isTurn
        ? observeTurn(agent, {
          model: textOf(body.model),
          send,
          onOutcome: (failure) => {
            if (!this.over) this.failure = failure;
          },
        })
        : observeSideCall(agent.scope, send),
    );
  }

  /**
   * The agent of an id: the main one for none, `undefined` for one in the
   * background, of which nothing but its requests is known.
   */
  agent(id: unknown): AgentState | undefined {
    const named = textOf(id);
    return named === undefined ? this.#main : this.#agents.get(named);
  }

  /** Takes the call that is about to be run: the turn of whoever asked for it. */
  take(callId: string): Turn | undefined {
    for (const agent of this.#all()) {
      const turn = agent.take(callId);
      if (turn !== undefined) return turn;
    }
    return this.#main.scope.currentTurn;
  }

  /** A call that is under way. */
  call(callId: string): ToolCall | undefined {
    return this.#all().map((agent) => agent.call(callId)).find(Boolean);
  }

  /** The agent that a call has started; the main one for no call. */
  agentOf(callId: unknown): AgentState | undefined {
    if (textOf(callId) === undefined) return this.#main;
    const [id] = [...this.#startedBy].find(([, by]) => by === callId) ?? [];
    return id === undefined ? undefined : this.#agents.get(id);
  }

  /** An `Agent` call has begun: its agent's first request is to come. */
  delegated(parent: AgentState, callId: string, input: unknown): void {
    const { prompt, subagent_type } = fieldsOf(input);
    this.#delegations.add({
      parent,
      callId,
      prompt: textOf(prompt) ?? "",
      name: textOf(subagent_type) ?? "general-purpose",
    });
  }

  /** An agent has begun, by this call. */
  agentStarted(id: string, callId: string): void {
    this.#startedBy.set(id, callId);
  }

  /** An agent has come to its end. */
  agentEnded(id: unknown, error?: unknown): void {
    const scope = this.#agents.get(textOf(id) ?? "")?.scope;
    if (error !== undefined) scope?.fail(error);
    scope?.end();
  }

  #all(): AgentState[] {
    return [this.#main, ...this.#agents.values()];
  }

  /** The agent that a request is of; `undefined` for one in the background. */
  #agentOf(headers: Headers, body: Json): AgentState | undefined {
    const id = headers.get(AGENT_ID);
    if (id === null) return this.#main;
    const known = this.#agents.get(id);
    if (known !== undefined) return known;
    const parent = this.agent(headers.get(PARENT_AGENT_ID));
    const delegation = parent && this.#delegation(id, parent, body);
    if (delegation === undefined) return undefined;
    this.#delegations.delete(delegation);
    const call = delegation.parent.call(delegation.callId);
    if (call === undefined) return undefined;
    const agent = new AgentState(call.startAgent(delegation.name));
    this.#agents.set(id, agent);
    return agent;
  }

  /**
   * The call that started an agent. The CLI says it to whoever reads the query,
   * and of agents of the main one only; else it is the one with its prompt.
   */
  #delegation(
    id: string,
    parent: AgentState,
    body: Json,
  ): Delegation | undefined {
    const callId = this.#startedBy.get(id);
    const open = [...this.#delegations].filter((one) => one.parent === parent);
    const said = firstTexts(body);
    return open.find((one) => one.callId === callId) ??
      open.find(({ prompt }) => said.includes(prompt));
  }
}

type Json = Readonly<Record<string, unknown>>;

function parsed(body: string): Json {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    return {};
  }
}

/** The texts of the first message. */
function firstTexts({ messages }: Json): string[] {
  const { content } = fieldsOf(listOf(messages)[0]);
  if (typeof content === "string") return [content];
  return listOf(content).flatMap((block) => textOf(fieldsOf(block).text) ?? []);
}
