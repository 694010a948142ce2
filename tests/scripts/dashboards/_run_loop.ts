import {
  type AgentScope,
  type Chat,
  type RunOptions,
  traceRun,
  type Turn,
} from "@turnspan/turnspan";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { fails, replies, type Reply } from "../../_helpers/replies.ts";

/** A tool call that the model asks for, and what comes of it. */
export interface LoopCall {
  readonly name: string;
  readonly server?: string;
  /** What it returns. */
  readonly result?: string;
  /** What it says that went wrong. */
  readonly error?: string;
  /** What it throws. */
  readonly thrown?: Error;
  /** What it cancels while it waits. */
  readonly cancels?: AbortController;
  /** The agent that it starts. */
  readonly agent?: { readonly name: string; readonly turns: LoopTurn[] };
}

/** A turn: what the model is asked, what it counts, and what it asks for. */
export interface LoopTurn {
  readonly model?: string;
  /** The tools that it is given. */
  readonly tools?: readonly string[];
  /** How often it fails with HTTP 500 before it answers; 3: it never does. */
  readonly failures?: number;
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
  readonly calls?: readonly LoopCall[];
}

/** A run of a loop of one's own. */
export interface LoopRun extends Partial<RunOptions> {
  readonly runId: string;
  readonly turns: readonly LoopTurn[];
}

/** What a turn needs beside itself. */
interface Peer {
  readonly model: string;
  readonly url: string;
  readonly answer: (handler: Handler) => void;
}

/** Runs a loop on plain `fetch`; that it fails is what it is for. */
export async function runLoop(
  { turns, ...options }: LoopRun,
  baseUrl: string,
  answer: (handler: Handler) => void,
): Promise<void> {
  const model = options.model ?? "gpt-5";
  const peer = { model, url: `${baseUrl}/chat/completions`, answer };
  const run = { runner: "loop", ...options, model };
  await traceRun(run, (run) => drive(run, turns, peer)).catch(() => {});
}

async function drive(
  agent: AgentScope,
  turns: readonly LoopTurn[],
  peer: Peer,
): Promise<void> {
  const messages: unknown[] = [{ role: "user", content: "What is wrong?" }];
  for (const [place, init] of turns.entries()) {
    const model = init.model ?? peer.model;
    const { calls = [] } = init;
    await agent.turn({ model }, async (turn) => {
      const tools = (init.tools ?? ["search"]).map((name) => ({
        type: "function",
        function: { name, parameters: { type: "object" } },
      }));
      const asked = calls.map(({ name }, at) =>
        asksFor(name, `${place}.${at}`)
      );
      peer.answer(replies(
        ...Array.from({ length: init.failures ?? 0 }, () => fails(500)),
        counts(init, asked),
      ));
      await turn.chat(
        { model },
        (chat) =>
          ask(chat, peer.url, JSON.stringify({ model, messages, tools })),
      );
      if (asked.length === 0) return;
      messages.push({ role: "assistant", content: null, tool_calls: asked });
      for (const [at, call] of calls.entries()) {
        const callId = `${place}.${at}`;
        const content = await callTool(turn, call, callId, peer);
        messages.push({ role: "tool", tool_call_id: callId, content });
      }
    });
  }
}

/** Three attempts, and the last one's error. */
async function ask(chat: Chat, url: string, body: string): Promise<void> {
  let status = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const response = await fetch(url, { method: "POST", body });
    const reply = await response.json();
    if (response.ok) return chat.reply(reply);
    status = response.status;
  }
  throw Object.assign(new Error("The model is down"), { status });
}

async function callTool(
  turn: Turn,
  { name, server = "local", result = "", error, thrown, cancels, agent }:
    LoopCall,
  callId: string,
  peer: Peer,
): Promise<string> {
  const tool = { name, server, callId };
  const done = turn.tool(tool, async (call) => {
    if (thrown !== undefined) throw thrown;
    cancels?.abort();
    cancels?.signal.throwIfAborted();
    if (agent !== undefined) {
      await call.agent(agent, (scope) => drive(scope, agent.turns, peer));
    }
    return call.result(error ?? result, error && "tool_error");
  });
  // What a tool throws is told to the model, unless the run was cancelled.
  return await done.catch((error) => {
    cancels?.signal.throwIfAborted();
    return `${error}`;
  });
}

function asksFor(name: string, id: string): object {
  return { id, type: "function", function: { name, arguments: "{}" } };
}

function counts(
  { input = 100, output = 10, cached = 0 }: LoopTurn,
  calls: readonly object[],
): Reply {
  return () =>
    Response.json({
      choices: [{
        message: calls.length === 0
          ? { content: "done" }
          : { content: null, tool_calls: calls },
      }],
      usage: {
        prompt_tokens: input,
        completion_tokens: output,
        prompt_tokens_details: { cached_tokens: cached },
      },
    });
}
