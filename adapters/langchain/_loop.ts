import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
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
import { argumentsOf } from "../shared/arguments.ts";
import { defined, listOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { CallItem, ModelRequest } from "./_framework.ts";
import type { StreamedReply } from "./_streamed_reply.ts";
import type { ImageApi } from "../shared/image_block.ts";
import { imageApi, modelName } from "./_model_name.ts";
import { readReply } from "./_reply.ts";
import { RequestedCalls } from "./_requested_calls.ts";

/** What is known of an agent while the framework runs it. */
export class Loop {
  readonly scope: AgentScope;
  /** The text of the last reply. */
  answer = "";
  /** What cancels the agent's run. */
  signal: AbortSignal | undefined;
  /** The agent's own name, where the scope may have another. */
  name: string | undefined;
  /** What the model that was asked last takes images in. */
  imageApi: ImageApi | undefined;
  readonly #requested = new RequestedCalls();

  constructor(scope: AgentScope) {
    this.scope = scope;
  }

  /** Opens the next model call, now that the calls before it are done. */
  startChat(request: ModelRequest): Chat {
    const { scope, name: agentName } = this;
    const turn = scope.currentTurn;
    if (turn !== undefined) {
      guarded(() =>
        this.#requested.recordRefused(turn, listOf(request.messages))
      );
    }
    const model = guarded(() => modelName(request.model));
    this.imageApi = guarded(() => imageApi(request.model));
    return byAdapter(() => scope.startChat(defined({ model, agentName })));
  }

  /** Records a reply, given as what the framework's handler returned. */
  recordReply(
    chat: Chat,
    returned: unknown,
    { tools }: ModelRequest,
    streamed: StreamedReply,
  ): void {
    const reply = readReply(returned);
    this.answer = reply.response.text ?? "";
    chat.response(streamed.complete(reply.response));
    const turn = this.scope.currentTurn;
    if (turn === undefined) return;
    this.#requested.replace(reply, listOf(tools));
    this.#requested.recordAnswers(turn, reply.others);
  }

  /** The turn whose tools are run. A resumed run may begin with tools. */
  get turn(): Turn {
    return this.scope.currentTurn ??
      byAdapter(() => this.scope.startTurn());
  }

  /** Opens a call in the turn that asked for it. */
  startTool(call: CallItem): ToolCall {
    const { name, id: callId, args } = call;
    this.markStarted(callId);
    const input = argumentsOf(args);
    return byAdapter(() =>
      this.turn.startTool({ name, input, ...defined({ callId }) })
    );
  }

  /** Notes that a call has started, whoever records it. */
  markStarted(callId: string | undefined): void {
    this.#requested.markStarted(callId);
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

/** The loop that a model call belongs to: in a tool call, that of an agent there. */
export function callingLoop(): Loop | undefined {
  const call = currentToolCall();
  const scope = call === undefined ? currentAgent() : agentsIn(call).infer();
  return scope && loopOf(scope);
}

/** The loop whose tools are run here. */
export function toolsLoop(): Loop | undefined {
  const call = currentToolCall();
  const scope = call === undefined ? currentAgent() : agentsIn(call).inferred;
  return scope && loops.get(scope);
}
