import { copyHeaders } from "../../tracing/base/copy_headers.ts";
import type { tracedFetch } from "@turnspan/turnspan";
import { CutError } from "../../adapters/shared/cut_error.ts";
import { isEventStream } from "../../tracing/base/is_event_stream.ts";
import { parseJson } from "../../tracing/base/json.ts";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import type { ModelEndpoint } from "./model.ts";
import { modelFetch } from "./model_fetch.ts";
import { endingWithoutAnswer } from "./_ending.ts";
import { type ReplyBody, replyMender } from "./_mended_reply.ts";
import { noteAnswer } from "./no_answer.ts";
import { NoAnswerError } from "./no_answer_error.ts";
import { beginsAsReply, isReply } from "./_reply_check.ts";

/**
 * Gets the `fetch` for a vendor's client, which makes of a page, an error object
 * or nothing, sent with a successful status, an error that is not tried again:
 * the clients hand it on as a reply, and what then breaks has no reason. Of a
 * reply it mends what can only mean one thing, and notes where it is no answer.
 *
 * @param endpoint The model. Its replies are not streamed.
 * @returns The `fetch`. The body of what is no reply fails with an
 * `InvalidReplyError`, for a client tries again where the request fails.
 */
export function checkedFetch(endpoint: ModelEndpoint): typeof tracedFetch {
  const fetch = modelFetch(endpoint);
  const mend = replyMender(endpoint.api);
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok) return response;
    // Read here, where a client tries again what fails: a reply may be cut.
    const reply = mend(
      await response.text().catch((error) => {
        throw init?.signal?.aborted ? error : new CutError(error);
      }),
    );
    const ending = endingWithoutAnswer(reply.value);
    noteAnswer(ending && new NoAnswerError(endpoint, ending));
    const isRead = isReply(reply, endpoint.api);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (!isRead) throw new InvalidReplyError(reply.text);
        controller.enqueue(new TextEncoder().encode(reply.text));
        controller.close();
      },
    }, { highWaterMark: 0 });
    return withBody(
      response,
      body,
      isRead ? jsonType(response, reply) : undefined,
    );
  };
}

/** The type of a reply that does not say that it is JSON. */
function jsonType(
  { headers }: Response,
  { value }: ReplyBody,
): string | undefined {
  const saysSo = headers.get("content-type")?.includes("json") ?? false;
  return saysSo || value === undefined ? undefined : "application/json";
}

/**
 * Gets the `fetch` for the Claude CLI, which asks once more without a stream
 * where it cannot read a reply.
 *
 * @param endpoint The model. Its replies may be streamed.
 * @returns The `fetch`. It throws an `InvalidReplyError` where there is no reply.
 */
export function checkedMessagesFetch(
  endpoint: ModelEndpoint,
): typeof tracedFetch {
  const fetch = modelFetch(endpoint);
  return async (input, init) => {
    const response = await fetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return response.ok && pathname.endsWith("/v1/messages")
      ? await checkedMessage(response)
      : response;
  };
}

/** Looks at a message as far as is needed to tell whether it is one. */
async function checkedMessage(response: Response): Promise<Response> {
  const isStream = isEventStream(response);
  const reader = (response.body ?? new Blob().stream()).getReader();
  const decoder = new TextDecoder();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let text = "";
  let begins: boolean | undefined;
  let cut: { readonly error: unknown } | undefined;
  while (begins === undefined) {
    const step = await reader.read().catch((error) => {
      cut = { error };
    });
    if (step === undefined) break;
    if (step.done) {
      begins = isStream
        ? false
        : isReply({ text, value: parseJson(text) }, "messages");
    } else {
      chunks.push(step.value);
      text += decoder.decode(step.value, { stream: true });
      if (isStream) begins = beginsAsReply(text);
    }
  }
  if (begins === false) {
    await readRest(reader);
    throw new InvalidReplyError(text);
  }
  return withBody(response, rest(chunks, reader, cut));
}

/** Milliseconds for the end of what is no reply: it seldom is long. */
const REST_MS = 200;

/** Reads what is no reply to its end, or gives it up. */
async function readRest(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<void> {
  const late = setTimeout(() => reader.cancel().catch(() => {}), REST_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // It broke off, which changes nothing.
  }
  clearTimeout(late);
}

/** The chunks that were read, and then all others. */
function rest(
  chunks: Uint8Array<ArrayBuffer>[],
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  cut: { readonly error: unknown } | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const known = chunks.shift();
      if (known !== undefined) return controller.enqueue(known);
      if (cut !== undefined) throw cut.error;
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/**
 * The same response with another body, and of another type if one is given: with
 * no body, or where it says that it is no JSON, the clients look no further.
 */
function withBody(
  { status, statusText, headers: given }: Response,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  type?: string,
): Response {
  const headers = copyHeaders(given);
  headers.delete("content-length");
  if (type !== undefined) headers.set("content-type", type);
  const withoutBody = status === 204 || status === 205;
  return new Response(body, {
    status: withoutBody ? 200 : status,
    statusText,
    headers,
  });
}
