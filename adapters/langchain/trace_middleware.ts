import { guardedStart } from "../../tracing/recorder/guarded_start.ts";
import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import { saysInput } from "../../tracing/recorder/says_input.ts";
import type { Chat } from "../../tracing/recorder/types.ts";
import { listOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { ModelRequest } from "./_framework.ts";
import {
  readingChunks,
  StreamedReply,
  watchStream,
} from "./_streamed_reply.ts";
import { withImages } from "./_images.ts";
import { callingLoop } from "./_loop.ts";
import { threadOf } from "./_thread.ts";
import { traceTools } from "./_traced_tool.ts";

/** A middleware of LangChain: what {@linkcode traceMiddleware} makes. */
export interface TraceMiddleware {
  /** Its name. */
  readonly name: "turnspan";
  /** Makes each model call a turn. */
  // deno-lint-ignore no-explicit-any
  readonly wrapModelCall: (request: any, handler: any) => Promise<any>;
}

/**
 * Makes a middleware that traces one agent's model calls and tools, for an
 * agent that {@linkcode traceAgent} does not reach: one that is run as a part
 * of a graph of your own, by `agent.graph`. It opens no run: it works inside
 * `traceRun`, and does nothing outside of it. Put it last.
 *
 * @example Usage
 * ```ts
 * import { AIMessage, createAgent, fakeModel } from "langchain";
 * import { traceRun } from "@turnspan/turnspan";
 * import { traceMiddleware } from "@turnspan/turnspan/langchain";
 * import { assertEquals } from "@std/assert";
 *
 * // In place of a vendor's model.
 * const model = fakeModel().respond(new AIMessage("It is 3"));
 *
 * const { graph } = createAgent({
 *   model,
 *   tools: [],
 *   middleware: [traceMiddleware()],
 * });
 * await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
 *   await graph.invoke({ messages: [{ role: "user", content: "1 + 2?" }] });
 *   assertEquals(run.trajectory.turns[0]?.text, "It is 3");
 * });
 * ```
 *
 * @returns The middleware.
 */
export function traceMiddleware(): TraceMiddleware {
  return { name: "turnspan", wrapModelCall };
}

async function wrapModelCall(
  request: ModelRequest,
  handler: (request: ModelRequest) => Promise<unknown>,
): Promise<unknown> {
  const started = guardedStart(() => startChat(request));
  if (started === undefined) return await handler(request);
  const { loop, chat } = started;
  const streamed: StreamedReply = new StreamedReply(() =>
    saysInput(chat, () => streamed.partial?.usage?.inputTokens)
  );
  const asked = guarded(() => withImages(request, loop.imageApi)) ?? request;
  const ask = () => readingChunks(streamed, () => handler(asked));
  let reply: unknown;
  try {
    reply = await chat.in(ask);
  } catch (error) {
    guarded(() => fail(chat, streamed, { error, signal: loop.signal }));
    throw error;
  }
  guarded(() => loop.recordReply(chat, reply, request, streamed));
  guarded(() => chat.end());
  return reply;
}

/** Opens a model call; `undefined` outside of a run. */
function startChat(request: ModelRequest) {
  const loop = callingLoop();
  if (loop === undefined) return undefined;
  guarded(() => traceTools(listOf(request.tools)));
  guarded(() => watchStream(request.model));
  // A graph of the program's own may be given the thread, and its agent not.
  guarded(() => nameConversation(loop.scope, threadOf(request.runtime)));
  return { loop, chat: loop.startChat(request) };
}

function fail(
  chat: Chat,
  { partial }: StreamedReply,
  { error, signal }: {
    readonly error: unknown;
    readonly signal: AbortSignal | undefined;
  },
): void {
  if (partial !== undefined) chat.response(partial);
  if (!signal?.aborted) return chat.attemptFailed(error);
  chat.fail(error, "cancelled");
  chat.end();
}
