import { scopes } from "../../../tracing/base/scopes.ts";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type {
  AgentScope,
  Chat,
  ToolCall,
  Turn,
} from "../../../tracing/recorder/types.ts";
import { change } from "./_made_changes.ts";
import { MadeConversation } from "./_made_conversation.ts";
import type { MadeCall, MadePiece, MadeTool, Profile } from "./_made_prompt.ts";
import { replyResponse } from "./_made_reply.ts";
import { requestBody } from "./_made_request.ts";
import type { MadeWorld } from "./_made_world.ts";
import type { Random } from "./_random.ts";

/** What the first request of a turn really holds. */
export interface MadeTurn {
  readonly agent: string;
  readonly index: number;
  readonly pieces: readonly MadePiece[];
  /** The agent's request before that was counted. */
  readonly before: Before | undefined;
  /** Whether no other request lies between. */
  readonly follows: boolean;
}

/** A request that was counted. */
export interface Before {
  readonly pieces: readonly MadePiece[];
  /** The turn whose first request it is, if it is one. */
  readonly index: number | undefined;
}

/** What a run really cost. */
export interface MadeRun {
  readonly turns: readonly MadeTurn[];
  /** The pieces of each request whose input was counted. */
  readonly requests: readonly (readonly MadePiece[])[];
}

/** What a run is made of. */
export interface MadeRunInit {
  readonly world: MadeWorld;
  readonly random: Random;
  readonly model: string;
  readonly profile: Profile;
  /** The endpoint's address, where the run is to go through HTTP. */
  readonly url: string | undefined;
  /** What the endpoint answers next. */
  readonly answers: Response[];
}

/** Makes a run up, and records it. */
export async function recordRun(init: MadeRunInit): Promise<MadeRun> {
  const made = new Recording(init);
  await traceRun(
    { runner: "made", model: init.model, agentName: "main" },
    (run) => made.agent(run, "", init.random.int(3, 14)),
  );
  return made;
}

class Recording implements MadeRun {
  readonly turns: MadeTurn[] = [];
  readonly requests: (readonly MadePiece[])[] = [];
  readonly #init: MadeRunInit;
  #agents = 0;

  constructor(init: MadeRunInit) {
    this.#init = init;
  }

  /** Runs an agent to its answer. */
  async agent(scope: AgentScope, question: string, turns: number) {
    const conversation = new MadeConversation({ ...this.#init, question });
    const agent = new RecordedAgent(scope.name, conversation);
    for (let index = 1;; index++) {
      const { random, tools } = conversation;
      if (index > 2 && random.chance(0.16)) change(conversation);
      const calls = index === turns ? [] : callsOf(random, tools);
      const turn = scope.startTurn();
      const reply = await this.#turn(turn, agent, calls);
      for (const call of reply.item.calls) {
        const result = await this.#call(turn, call, scope.depth);
        conversation.add({ role: "tool", result, callId: call.id });
      }
      turn.end();
      if (index === turns) return reply.item.text!.text;
      if (calls.length === 0) agent.ask();
    }
  }

  async #turn(turn: Turn, agent: RecordedAgent, calls: readonly MadeTool[]) {
    const { random } = this.#init;
    const { conversation, before } = agent;
    const { pieces } = conversation;
    this.turns.push({
      agent: agent.name,
      index: turn.index,
      pieces,
      before,
      follows: agent.sent === before?.pieces,
    });
    if (random.chance(0.04)) {
      await this.#chat(turn, agent, []);
      agent.ask();
      return await this.#chat(turn, agent, calls, false);
    }
    return await this.#chat(turn, agent, calls);
  }

  async #chat(
    turn: Turn,
    agent: RecordedAgent,
    calls: readonly MadeTool[],
    isFirst = true,
  ) {
    const { random, profile } = this.#init;
    const { conversation } = agent;
    const body = requestBody(conversation, profile);
    const { pieces, tokens, model } = conversation;
    agent.sent = pieces;
    const inputTokens = random.chance(0.02) ? undefined : tokens;
    const reply = conversation.reply(calls);
    const chat = turn.startChat({ model });
    if (random.chance(0.05)) {
      await this.#send(chat, body, new Response("busy", { status: 503 }));
    }
    const response = replyResponse({ ...reply, inputTokens }, profile);
    const received = await this.#send(chat, body, response);
    if (profile.streams) {
      for await (const _ of chat.reply(received.body!));
    } else chat.reply(await received.json());
    chat.end();
    if (inputTokens !== undefined) {
      agent.before = { pieces, index: isFirst ? turn.index : undefined };
      this.requests.push(pieces);
    }
    return reply;
  }

  async #send(chat: Chat, body: string, response: Response) {
    const { url, answers } = this.#init;
    if (url === undefined) {
      chat.in(() => scopes.getStore()?.http.requestBody?.(body));
      return response;
    }
    answers.push(response);
    const received = await chat.in(() =>
      tracedFetch(url, { method: "POST", body })
    );
    if (!received.ok) await received.body?.cancel();
    return received;
  }

  async #call(turn: Turn, call: MadeCall, depth: number): Promise<MadePiece> {
    const { random, world, profile } = this.#init;
    const { id: callId, tool: { server, name } } = call;
    const isAgent = depth < 2 && random.chance(0.03);
    const tool = isAgent
      ? turn.startTool({ name: "task", callId })
      : turn.startTool({ name, server, callId });
    const result = isAgent
      ? await this.#inside(tool)
      : world.result(`${server}/${name}`, profile.resultFrame);
    tool.result(result.text);
    tool.end();
    return result;
  }

  async #inside(tool: ToolCall): Promise<MadePiece> {
    const { random, world, profile } = this.#init;
    const scope = tool.startAgent({ name: `agent ${++this.#agents}` });
    const question = random.chance(0.5) ? "" : "Look at it closely.";
    const answer = await this.agent(scope, question, random.int(1, 5));
    scope.end();
    return world.piece("local/task", answer, profile.resultFrame);
  }
}

/** An agent's conversation, and what its model was sent last. */
class RecordedAgent {
  readonly name: string;
  readonly conversation: MadeConversation;
  before: Before | undefined;
  sent: readonly MadePiece[] | undefined;

  constructor(name: string, conversation: MadeConversation) {
    this.name = name;
    this.conversation = conversation;
  }

  /** The person goes on. */
  ask(): void {
    const { world, random } = this.conversation;
    const text = world.made("user", random.size(20, 600), "prose");
    this.conversation.add({ role: "user", text });
  }
}

/** None, one, several of one tool, or several tools. */
function callsOf(random: Random, tools: readonly MadeTool[]): MadeTool[] {
  if (tools.length === 0 || random.chance(0.12)) return [];
  const first = random.pick(tools);
  if (random.chance(0.55)) return [first];
  const length = random.int(2, 4);
  return random.chance(0.3)
    ? Array.from({ length }, () => first)
    : Array.from({ length }, () => random.pick(tools));
}
