import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { agentsIn } from "./_agents_in_call.ts";
import type {
  AgentScope,
  Chat,
  ToolCall,
  Turn,
} from "../../tracing/recorder/types.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type { CallItem, ModelRequest } from "./_framework.ts";
import type { HeardChunks } from "./_heard_chunks.ts";
import { modelName } from "./_model_name.ts";
import { readReply } from "./_reply.ts";
import { AskedCalls } from "./_asked_calls.ts";

/** What is known of an agent while the framework runs it. */
export class Loop {
  readonly scope: AgentScope;
  /** The text of the last reply. */
  answer = "";
  /** The agent's own name, where the scope may have another. */
  name: string | undefined;
  readonly #asked = new AskedCalls();

  constructor(scope: AgentScope) {
    this.scope = scope;
  }

  /** Opens the next model call, now that the calls before it are done. */
  startChat(request: ModelRequest): Chat {
    const { scope, name } = this;
    const turn = scope.currentTurn;
    if (turn !== undefined) {
      this.#asked.recordRefused(turn, request.messages ?? []);
    }
    const model = modelName(request.model);
    return scope.modelCall({
      ...(model === undefined ? {} : { model }),
      ...(name === undefined ? {} : { agentName: name }),
    });
  }

  /** A reply came. */
  replied(
    chat: Chat,
    given: unknown,
    { tools = [] }: ModelRequest,
    chunks: HeardChunks,
  ): void {
    const reply = readReply(given);
    this.answer = reply.response.text ?? "";
    chat.response(chunks.complete(reply.response));
    const turn = this.scope.currentTurn;
    if (turn === undefined) return;
    const names = tools.map((tool) => textOf(fieldsOf(tool).name));
    this.#asked.asked(reply, new Set(names));
    this.#asked.recordTaken(turn, reply.others);
  }

  /** The turn whose tools are run. A run may be resumed in mid-turn. */
  get turn(): Turn {
    return this.scope.currentTurn ?? this.scope.startTurn();
  }

  /** Opens a call in the turn that asked for it. */
  startTool(call: CallItem): ToolCall {
    const { name, id, args } = call;
    this.#asked.began(id);
    return this.turn.startTool({
      name,
      input: fieldsOf(args),
      ...(id === undefined ? {} : { callId: id }),
    });
  }

  /** A call is recorded by somebody else. */
  began(callId: string | undefined): void {
    this.#asked.began(callId);
  }
}

const loops = new WeakMap<AgentScope, Loop>();

/** The loop of an agent. */
export function loopOf(scope: AgentScope): Loop {
  const known = loops.get(scope);
  if (known !== undefined) return known;
  const loop = new Loop(scope);
  loops.set(scope, loop);
  return loop;
}

/** The loop that a model call belongs to. In a tool call, it is an agent's. */
export function callingLoop(): Loop | undefined {
  const call = currentToolCall();
  const scope = call === undefined ? currentAgent() : agentsIn(call).found();
  return scope && loopOf(scope);
}

/** The loop whose tools are run here. */
export function toolsLoop(): Loop | undefined {
  const call = currentToolCall();
  const scope = call === undefined
    ? currentAgent()
    : agentsIn(call).foundBefore;
  return scope && loops.get(scope);
}
