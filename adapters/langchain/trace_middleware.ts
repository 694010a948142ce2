import type { ModelRequest } from "./_framework.ts";
import {
  readingChunks,
  StreamedReply,
  watchStream,
} from "./_streamed_reply.ts";
import { withImages } from "./_images.ts";
import { callingLoop } from "./_loop.ts";
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
 * of a graph of your own, by `agent.graph`. It opens no run: do so with
 * `traceRun`, without which it does nothing. Put it last.
 *
 * @example Usage
 * ```ts
 * import { AIMessage, createAgent, fakeModel } from "langchain";
 * import { traceRun } from "@turnspan/turnspan";
 * import { traceMiddleware } from "@turnspan/turnspan/langchain";
 * import { assertEquals } from "@std/assert";
 *
 * // Stands for a model of a vendor's.
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
  const loop = callingLoop();
  if (loop === undefined) return await handler(request);
  traceTools(request.tools ?? []);
  watchStream(request.model);
  const chat = loop.startChat(request);
  const streamed = new StreamedReply();
  try {
    const reply = await chat.in(() =>
      readingChunks(streamed, () => handler(withImages(request)))
    );
    loop.recordReply(chat, reply, request, streamed);
    chat.end();
    return reply;
  } catch (error) {
    if (streamed.partial !== undefined) chat.response(streamed.partial);
    chat.attemptFailed(error);
    throw error;
  }
}
