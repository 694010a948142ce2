import { blocks, outputItems, toolCall } from "./_made_request.ts";
import type { MadeReply, Profile } from "./_made_prompt.ts";

type Json = Record<string, unknown>;

/** A reply, and the tokens of its prompt, where the endpoint tells them. */
export interface ToldReply extends MadeReply {
  readonly inputTokens: number | undefined;
}

/** Writes a reply as an endpoint answers it, streamed or not. */
export function replyResponse(reply: ToldReply, profile: Profile): Response {
  const write = profile.streams ? STREAMS : BODIES;
  const written = write[profile.format](reply);
  if (!Array.isArray(written)) return Response.json(written);
  const text = written.map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return new Response(text.join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}

const BODIES: Readonly<Record<Profile["format"], (reply: ToldReply) => Json>> =
  {
    chat_completions: (reply) => ({
      id: "chatcmpl-1",
      object: "chat.completion",
      model: "made",
      choices: [{
        index: 0,
        message: { role: "assistant", ...chatMessage(reply) },
        "finish_reason": isCalling(reply) ? "tool_calls" : "stop",
      }],
      usage: usage(reply, "prompt", "completion"),
    }),
    messages: (reply) => ({
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "made",
      content: blocksOf(reply),
      "stop_reason": isCalling(reply) ? "tool_use" : "end_turn",
      usage: usage(reply, "input", "output"),
    }),
    responses: (reply) => ({
      id: "resp_1",
      object: "response",
      model: "made",
      status: "completed",
      output: itemsOf(reply),
      usage: usage(reply, "input", "output"),
    }),
  };

const STREAMS: Readonly<
  Record<Profile["format"], (reply: ToldReply) => Json[]>
> = {
  chat_completions: (reply) => {
    const { tool_calls: calls, ...message } = chatMessage(reply);
    const head = { id: "chatcmpl-1", object: "chat.completion.chunk" };
    const chunk = (delta: unknown, finish: string | null = null) => ({
      ...head,
      choices: [{ index: 0, delta, "finish_reason": finish }],
    });
    return [
      chunk({ role: "assistant", ...message }),
      ...(calls as Json[] ?? []).map((call, index) =>
        chunk({ "tool_calls": [{ index, ...call }] })
      ),
      chunk({}, isCalling(reply) ? "tool_calls" : "stop"),
      { ...head, choices: [], usage: usage(reply, "prompt", "completion") },
    ];
  },
  messages: (reply) => {
    const { output_tokens, output_tokens_details, ...input } =
      usage(reply, "input", "output") ?? {};
    const head = { id: "msg_1", type: "message", role: "assistant" };
    const reason = isCalling(reply) ? "tool_use" : "end_turn";
    return [
      { type: "message_start", message: { ...head, usage: input } },
      ...blocksOf(reply).flatMap((block, index) => [
        { type: "content_block_start", index, "content_block": block },
        { type: "content_block_stop", index },
      ]),
      {
        type: "message_delta",
        delta: { "stop_reason": reason },
        usage: { output_tokens, output_tokens_details },
      },
      { type: "message_stop" },
    ];
  },
  responses: (reply) => [
    {
      type: "response.created",
      response: { id: "resp_1", status: "in_progress" },
    },
    ...itemsOf(reply).map((item) => ({
      type: "response.output_item.done",
      item,
    })),
    { type: "response.completed", response: BODIES.responses(reply) },
  ],
};

function chatMessage({ shownReasoning, item }: ToldReply): Json {
  return {
    content: item.text?.text ?? null,
    ...(shownReasoning !== undefined &&
      { "reasoning_content": shownReasoning }),
    ...(item.calls.length > 0 && { "tool_calls": item.calls.map(toolCall) }),
  };
}

function blocksOf({ shownReasoning, item }: ToldReply): Json[] {
  return blocks(shownReasoning, item.text?.text, item.calls);
}

function itemsOf({ shownReasoning, item }: ToldReply): Json[] {
  return outputItems(shownReasoning, item.text?.text, item.calls);
}

function isCalling({ item }: ToldReply): boolean {
  return item.calls.length > 0;
}

function usage(
  { inputTokens, outputTokens, reasoningTokens }: ToldReply,
  input: string,
  output: string,
): Json | undefined {
  if (inputTokens === undefined) return undefined;
  const details = { "reasoning_tokens": reasoningTokens };
  return {
    [`${input}_tokens`]: inputTokens,
    [`${output}_tokens`]: outputTokens,
    ...(reasoningTokens !== undefined &&
      { [`${output}_tokens_details`]: details }),
  };
}
