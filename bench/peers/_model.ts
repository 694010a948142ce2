import { AGENT, TOOLS, TURNS } from "./agent_work.ts";

/** The body of each turn's reply, made before anything is measured. */
const REPLIES = Array.from({ length: TURNS }, (_, turn) => reply(turn));

/**
 * Answers as a model behind chat completions does, at once: with a call of each
 * tool in every turn but the last, which has the answer.
 *
 * @param body The request, as it was sent.
 * @returns The reply.
 */
export function answerChat(body: string): Response {
  const { messages } = JSON.parse(body) as { messages: { role: string }[] };
  const turn = messages.filter(({ role }) => role === "assistant").length;
  const text = REPLIES[turn];
  if (text === undefined) {
    return Response.json({ error: { message: "Too many turns" } }, {
      status: 400,
    });
  }
  return new Response(text, {
    headers: { "content-type": "application/json" },
  });
}

function reply(turn: number): string {
  const last = turn === TURNS - 1;
  const toolCalls = TOOLS.map(({ name }) => ({
    id: `call_${turn}_${name}`,
    type: "function",
    function: {
      name,
      arguments: JSON.stringify({ asset: "chiller-6", days: 30 }),
    },
  }));
  return JSON.stringify({
    id: `chatcmpl-${turn}`,
    object: "chat.completion",
    created: 1_780_000_000,
    model: AGENT.model,
    choices: [{
      index: 0,
      finish_reason: last ? "stop" : "tool_calls",
      message: last
        ? { role: "assistant", content: AGENT.answer }
        : { role: "assistant", content: null, tool_calls: toolCalls },
    }],
    usage: {
      prompt_tokens: 400 + 300 * turn,
      completion_tokens: 60,
      total_tokens: 460 + 300 * turn,
    },
  });
}
