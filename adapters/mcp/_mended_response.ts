import { copyHeaders } from "../../tracing/base/copy_headers.ts";
import type { RequestId } from "@modelcontextprotocol/client";
import { isEventStream } from "../../tracing/base/is_event_stream.ts";
import { isJson, parseJson } from "../../tracing/base/json.ts";
import { Lines } from "./_lines.ts";
import type { Replies } from "./_replies.ts";

/** The longest line of an event stream, in code units. */
const MAX_LINE = 64 * 1024 * 1024;

/**
 * An HTTP reply with its messages mended, see {@linkcode Replies}.
 *
 * @param response The reply, whose body is used up.
 * @param replies What mends.
 * @param own The id of the request that it answers, where it answers one.
 */
export async function mendedResponse(
  response: Response,
  replies: Replies,
  own: RequestId | undefined,
): Promise<Response> {
  const { body, ok, status } = response;
  if (!ok || body === null || status === 202) return response;
  if (isEventStream(response)) {
    const mended = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(mendedEvents((value) => replies.mend(value, own)))
      .pipeThrough(new TextEncoderStream());
    return withBody(response, mended);
  }
  if (own === undefined) return response;
  const text = await response.text();
  const messages = mendedBody(text, replies, own);
  return messages === undefined
    ? withBody(response, text)
    : withBody(response, JSON.stringify(messages), "application/json");
}

/** The messages of a reply in JSON; `undefined` where it is none. */
function mendedBody(
  text: string,
  replies: Replies,
  own: RequestId,
): unknown[] | undefined {
  const value = parseJson(text);
  if (value === undefined) return undefined;
  const messages = (Array.isArray(value) ? value : [value])
    .map((message) => replies.mend(message, own));
  const answered = messages.some((message) =>
    isJson(message) && message.id === own
  );
  // Nothing else will come.
  return answered ? messages : [replies.missing(own)];
}

/** Mends the message of each event, once its last line has come. */
function mendedEvents(
  mend: (value: unknown) => unknown,
): TransformStream<string, string> {
  const lines = new Lines(MAX_LINE);
  let event: string[] = [];
  let afterReturn = false;
  return new TransformStream({
    transform(chunk, controller) {
      // A line may end with CR, LF or both, and a chunk between the two.
      const text = afterReturn && chunk.startsWith("\n")
        ? chunk.slice(1)
        : chunk;
      afterReturn = chunk.endsWith("\r");
      for (const line of lines.add(text.replace(/\r\n?/g, "\n"))) {
        event.push(line);
        if (line !== "") continue;
        controller.enqueue(mendedEvent(event, mend).join("\n") + "\n");
        event = [];
      }
    },
  });
}

function mendedEvent(
  lines: readonly string[],
  mend: (value: unknown) => unknown,
): readonly string[] {
  const isData = (line: string) => line.startsWith("data:");
  const data = lines.filter(isData)
    .map((line) => line.slice("data:".length)).join("\n");
  const value = parseJson(data);
  const mended = mend(value);
  if (mended === value) return lines;
  const others = lines.filter((line) => !isData(line));
  return [`data: ${JSON.stringify(mended)}`, ...others];
}

function withBody(
  { status, statusText, headers, type, url, redirected }: Response,
  body: string | ReadableStream<Uint8Array>,
  contentType?: string,
): Response {
  const own = copyHeaders(headers);
  own.delete("content-length");
  if (contentType !== undefined) own.set("content-type", contentType);
  const made = new Response(body as BodyInit, {
    status,
    statusText,
    headers: own,
  });
  return Object.defineProperties(made, {
    type: { value: type },
    url: { value: url },
    redirected: { value: redirected },
  });
}
