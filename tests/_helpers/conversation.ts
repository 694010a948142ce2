import {
  chatCompletion,
  chatCompletionChunks,
} from "../../demo/scripted_model/wire/chat_completions_reply.ts";
import { readChatCompletion } from "../../demo/scripted_model/wire/chat_completions.ts";
import type { Json } from "../../tracing/base/json.ts";
import {
  message,
  messageEvents,
} from "../../demo/scripted_model/wire/messages_reply.ts";
import { readMessages } from "../../demo/scripted_model/wire/messages.ts";
import type { Reply } from "../../demo/scripted_model/wire/reply.ts";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import {
  response,
  responseEvents,
} from "../../demo/scripted_model/wire/responses_reply.ts";
import { readResponses } from "../../demo/scripted_model/wire/responses.ts";
import {
  eventStream,
  type ServerEvent,
} from "../../demo/scripted_model/wire/sse.ts";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { type SaidUsage, withUsage } from "./_said_usage.ts";

/** What the model is to say: the same whatever wire format it is asked in. */
export interface Said {
  /** The text. */
  readonly text?: string;
  /** The calls: a name, the arguments (as text where unusable), and an id. */
  readonly calls?: readonly SaidCall[];
  /** What is reported: 100 and 10 tokens unless given, nothing for `null`. */
  readonly usage?: SaidUsage | null;
  /** Whether the connection breaks in the middle of the reply, or until when not. */
  readonly cut?: boolean | Promise<void>;
}

/** A call: the tool's name, its arguments, and an id unless one of its own. */
export type SaidCall = readonly [name: string, args?: unknown, id?: string];

/** One reply: what is said, or a whole response. */
export type SaidReply =
  | Said
  | ((request: ModelRequest) => Response | Promise<Response>);

/** Chooses the reply to a request. */
export type Script = (
  request: ModelRequest,
) => SaidReply | Promise<SaidReply>;

/** Says a text. */
export function says(text: string, more: Partial<Said> = {}): Said {
  return { text, ...more };
}

/** Calls tools. */
export function asks(...calls: readonly SaidCall[]): Said {
  return { calls };
}

/** Fails with an HTTP status, in the vendors' common format. */
export function refuses(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text = "failed on purpose",
): SaidReply {
  return () =>
    Response.json(
      { type: "error", error: { type: "failure", message: text } },
      { status, headers: { ...headers } },
    );
}

/** A reply that never comes. */
export interface Hanging {
  readonly reply: SaidReply;
  /** Resolves when the request has arrived. */
  readonly asked: Promise<void>;
}

/** Makes a reply that never comes: who asked for it has to give up. */
export function hangs(): Hanging {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    asked: promise,
    reply: () => {
      resolve();
      return new Promise(() => {});
    },
  };
}

/** Makes a model that gives one reply a request, in order, and then fails. */
export function conversation(...replies: readonly SaidReply[]): Handler {
  const left = [...replies];
  return following(() => left.shift() ?? refuses(418, {}, "no reply is left"));
}

/**
 * Makes a model that chooses each reply by what it is asked. It speaks chat
 * completions, messages and responses, streamed where the request says so.
 */
export function following(script: Script): Handler {
  let digest = 0;
  return async (http) => {
    const { pathname } = new URL(http.url);
    const api = APIS.find(({ path }) => pathname.endsWith(path));
    if (api === undefined) return new Response(null, { status: 404 });
    const request = api.read(await http.json());
    const said = await script(request);
    return typeof said === "function"
      ? await said(request)
      : encode(said, request, api, `${++digest}`.padStart(24, "0"));
  };
}

/** A wire format, from one end to the other. */
interface Api {
  readonly path: string;
  readonly read: (body: Json) => ModelRequest;
  readonly whole: (reply: Reply) => unknown;
  readonly events: (
    reply: Reply,
    request: ModelRequest,
  ) => Iterable<ServerEvent>;
}

const APIS: readonly Api[] = [
  {
    path: "/chat/completions",
    read: readChatCompletion,
    whole: chatCompletion,
    events: (reply, { streamUsage }) =>
      chatCompletionChunks(reply, streamUsage),
  },
  {
    path: "/messages",
    read: readMessages,
    whole: message,
    events: (reply) => messageEvents(reply),
  },
  {
    path: "/responses",
    read: readResponses,
    whole: response,
    events: (reply) => responseEvents(reply),
  },
];

function encode(
  said: Said,
  request: ModelRequest,
  api: Api,
  digest: string,
): Response {
  const { text = "", calls = [], usage = {}, cut = false } = said;
  const { raw, args } = unusable(calls);
  const reply: Reply = {
    digest,
    model: request.model,
    text,
    calls: calls.map(([name, , id], place) => ({
      // Frameworks take a call of the same id for one that was answered.
      id: id ?? `call_${Number(digest)}_${place + 1}`,
      name: shownName(request, name),
      args: args[place]!,
    })),
    inputTokens: usage?.input ?? 100,
    outputTokens: usage?.output ?? 10,
  };
  if (!request.stream) {
    const body = raw(JSON.stringify(withUsage(api.whole(reply), usage)));
    return cut
      ? broken([body.slice(0, 40)], "application/json", cut)
      : new Response(
        body,
        { headers: { "content-type": "application/json" } },
      );
  }
  const events = [...api.events(reply, request)].map(({ data, ...event }) => ({
    ...event,
    data: data.startsWith("{")
      ? raw(JSON.stringify(withUsage(JSON.parse(data), usage)))
      : data,
  }));
  return cut
    ? broken(
      // Some of it came, and the usage that stands at its beginning.
      events.slice(0, Math.ceil(events.length / 2)).map(({ data }) => data)
        .map((data, place) => sse(data, events[place]?.event)),
      "text/event-stream",
      cut,
    )
    : eventStream(events);
}

/** A tool's name as the model is shown it: the Claude CLI puts the server first. */
function shownName({ tools }: ModelRequest, name: string): string {
  const shown = tools.map((tool) => tool.name);
  if (shown.includes(name)) return name;
  return shown.find((one) => one.endsWith(`__${name}`)) ?? name;
}

function sse(data: string, event?: string): string {
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${data}\n\n`;
}

/**
 * Arguments that are no JSON object cannot go through the encoders: a mark
 * stands for them, short enough for a stream not to cut it.
 */
function unusable(calls: readonly SaidCall[]) {
  const marks = new Map<string, string>();
  const args = calls.map(([, value = {}], place): Json => {
    if (typeof value !== "string") return value as Json;
    const mark = { "$": place };
    marks.set(escaped(JSON.stringify(mark)), escaped(value));
    return mark;
  });
  const raw = (body: string): string =>
    [...marks].reduce(
      (text, [mark, value]) => text.replaceAll(mark, () => value),
      body,
    );
  return { args, raw };
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Sends some of a body, and breaks the connection, or when it is time to. */
function broken(
  pieces: readonly string[],
  type: string,
  when: true | Promise<void>,
): Response {
  const left = [...pieces];
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = left.shift();
      if (piece !== undefined) return controller.enqueue(encoder.encode(piece));
      await when;
      controller.error(new Error("cut on purpose"));
    },
  });
  return new Response(body, { headers: { "content-type": type } });
}
