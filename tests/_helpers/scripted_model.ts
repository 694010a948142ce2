import {
  type Handler,
  scriptedModelHandler,
} from "../../demo/scripted_model/handler.ts";

/** A request as a model server received it. */
export interface ReceivedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path, without host and query. */
  readonly path: string;
  /** Every header. */
  readonly headers: Headers;
  /** The body, parsed where it is JSON. */
  readonly body: unknown;
}

/** A handler that keeps what it was sent. */
export interface RecordingHandler {
  /** The handler, for `startScriptedModel`. */
  readonly handler: Handler;
  /** What was received, in order of arrival. */
  readonly requests: ReceivedRequest[];
}

/** Records every request, and passes it on unchanged. */
export function recordingHandler(
  inner: Handler = scriptedModelHandler(),
): RecordingHandler {
  const requests: ReceivedRequest[] = [];
  const handler: Handler = async (request) => {
    const { method, url, headers } = request;
    const text = await request.text();
    requests.push({
      method,
      path: new URL(url).pathname,
      headers,
      body: text.startsWith("{") ? JSON.parse(text) : text,
    });
    // Made anew and not cloned: the body was read.
    const body = text === "" ? null : text;
    return await inner(new Request(url, { method, headers, body }));
  };
  return { handler, requests };
}

/** Options for {@linkcode failingHandler}. */
export interface FailingHandlerOptions {
  /** How many requests fail before the rest are answered. */
  readonly times: number;
  /** HTTP status of the failures. */
  readonly status: number;
  /** Headers of the failures, `retry-after` for one. */
  readonly headers?: Record<string, string>;
  /** What answers the rest. */
  readonly inner?: Handler;
}

/** Fails the first requests, in the vendors' common format. */
export function failingHandler(
  { times, status, headers = {}, inner = scriptedModelHandler() }:
    FailingHandlerOptions,
): Handler {
  let left = times;
  return async (request) => {
    if (left <= 0) return await inner(request);
    left--;
    await request.body?.cancel();
    const error = { type: "scripted_failure", message: `Failed on purpose` };
    return Response.json({ type: "error", error }, { status, headers });
  };
}
