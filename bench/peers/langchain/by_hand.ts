/**
 * The spans of a trace by hand: middleware around the model, and what stands
 * around each tool. (With callbacks in the place of middleware it would take
 * more: an empty handler alone takes longer than these spans.)
 */

import { createMiddleware } from "langchain";
import { AGENT } from "../agent_work.ts";
import { handChat, type HandReply, handRun, handTool } from "../by_hand.ts";
import { exported } from "../exported.ts";
import { measure } from "../measure.ts";
import { asking, makeAgent } from "./_agent.ts";

/** A reply of the model, as far as it is read. */
interface Reply {
  readonly id?: string;
  readonly response_metadata: Readonly<Record<string, unknown>>;
  readonly usage_metadata?: {
    readonly input_tokens: number;
    readonly output_tokens: number;
  };
}

const provider = exported();
const middleware = createMiddleware({
  name: "by-hand",
  wrapModelCall: (request, handler) =>
    handChat(
      AGENT.model,
      async () => await handler(request),
      // Its type leaves out what models say of usage.
      (reply) => read(reply as object as Reply),
    ),
});
const run = asking(makeAgent({
  middleware: [middleware],
  aroundTool: ({ name }, execute) => handTool(name, execute),
}));

await measure({
  run: () => handRun(run),
  flush: () => provider.forceFlush(),
});

function read(reply: Reply): HandReply {
  const { id, response_metadata: metadata, usage_metadata: usage } = reply;
  return {
    id: id ?? "",
    model: String(metadata["model_name"]),
    finishReason: String(metadata["finish_reason"]),
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  };
}
