import { type Context, Hono } from "hono";
import {
  chatCompletion,
  chatCompletionChunks,
} from "./wire/chat_completions_reply.ts";
import { readChatCompletion } from "./wire/chat_completions.ts";
import { decide } from "./decide/decide.ts";
import { isJson, type Json } from "../../tracing/base/json.ts";
import { parsed } from "./decide/json.ts";
import { message, messageEvents } from "./wire/messages_reply.ts";
import { readMessages } from "./wire/messages.ts";
import { promptTokens, type Reply, replyTo } from "./wire/reply.ts";
import { BadRequest, type ModelRequest } from "./decide/request.ts";
import { response, responseEvents } from "./wire/responses_reply.ts";
import { readResponses } from "./wire/responses.ts";
import { eventStream, type ServerEvent } from "./wire/sse.ts";
import { loadTokenizer } from "./wire/tokenizer.ts";

/** Answers one HTTP request. */
export type Handler = (request: Request) => Promise<Response>;

/** A wire format: where it is spoken, how it is read, and how it is written. */
interface WireFormat {
  readonly path: string;
  readonly idPrefix: string;
  read(body: Json): ModelRequest;
  reply(reply: Reply): unknown;
  events(reply: Reply, request: ModelRequest): Iterable<ServerEvent>;
}

const FORMATS: readonly WireFormat[] = [
  {
    path: "/v1/chat/completions",
    idPrefix: "call_",
    read: readChatCompletion,
    reply: chatCompletion,
    events: (reply, { streamUsage }) =>
      chatCompletionChunks(reply, streamUsage),
  },
  {
    path: "/v1/messages",
    idPrefix: "toolu_",
    read: readMessages,
    reply: message,
    events: messageEvents,
  },
  {
    path: "/v1/responses",
    idPrefix: "call_",
    read: readResponses,
    reply: response,
    events: responseEvents,
  },
];

/**
 * Makes the scripted model's HTTP handler: chat completions at
 * `/v1/chat/completions`, messages at `/v1/messages`, responses at
 * `/v1/responses`.
 *
 * It keeps nothing from one request to the next.
 *
 * @returns The handler, for a server or for a test that wraps it.
 */
export function scriptedModelHandler(): Handler {
  const app = new Hono();
  app.get("/v1/models", (context) => {
    const model = { id: "demo", object: "model", "owned_by": "turnspan" };
    return context.json({ object: "list", data: [model] });
  });
  for (const format of FORMATS) {
    app.post(format.path, (context) => answer(context, format));
  }
  app.post("/v1/messages/count_tokens", async (context) => {
    const { request } = await read(context, readMessages);
    const count = await loadTokenizer();
    return Response.json({ input_tokens: promptTokens(request, count) });
  });
  app.notFound((context) => errorOf(context, 404, unknownUrl(context)));
  app.onError((error, context) =>
    error instanceof BadRequest
      ? errorOf(context, 400, error.message)
      : errorOf(context, 500, `${error}`)
  );
  return async (request) => await app.fetch(request);
}

async function read(
  context: Context,
  reader: (body: Json) => ModelRequest,
): Promise<{ body: string; request: ModelRequest }> {
  const body = await context.req.text();
  const json = parsed(body);
  if (!isJson(json)) {
    throw new BadRequest("We could not parse the JSON body of your request.");
  }
  return { body, request: reader(json) };
}

async function answer(
  context: Context,
  format: WireFormat,
): Promise<Response> {
  const { body, request } = await read(context, format.read);
  const { idPrefix } = format;
  const count = await loadTokenizer();
  const options = { body, count, idPrefix };
  const reply = await replyTo(request, decide(request), options);
  return request.stream
    ? eventStream(format.events(reply, request))
    : Response.json(format.reply(reply));
}

function unknownUrl({ req }: Context): string {
  return `Unknown request URL: ${req.method} ${req.path}`;
}

function errorOf(context: Context, status: number, text: string): Response {
  const speaksMessages = context.req.path.startsWith("/v1/messages") ||
    context.req.header("anthropic-version") !== undefined;
  const body = speaksMessages
    ? messagesError(status, text)
    : openaiError(status, text);
  return Response.json(body, { status });
}

/** An error as chat completions and responses have them. */
function openaiError(status: number, message: string): unknown {
  const type = status < 500 ? "invalid_request_error" : "server_error";
  const code = status === 404 ? "unknown_url" : null;
  return { error: { message, type, param: null, code } };
}

/** An error as messages has them. */
function messagesError(status: number, message: string): unknown {
  const types: Record<number, string> = {
    400: "invalid_request_error",
    404: "not_found_error",
  };
  return {
    type: "error",
    error: { type: types[status] ?? "api_error", message },
  };
}
