import { currentRun, tracedFetch } from "@turnspan/turnspan";
import { copyHeaders } from "../../tracing/base/copy_headers.ts";
import type { ModelEndpoint } from "./model.ts";

/** The header that tells a LiteLLM proxy the id of a call. */
const CALL_ID = "x-litellm-call-id";

/** The header that tells it the session that a call belongs to. */
const SESSION_ID = "x-litellm-session-id";

/** What goes over the wire as it is: no control character, no space around it. */
const HEADER_VALUE =
  /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/**
 * Gets the `fetch` for a model's client. The clients keep the one that they are
 * made with, so each is handed this one.
 *
 * A LiteLLM proxy takes the id of a call from its request and puts it into its
 * logs and its spans. By it they can be matched with our span, even where no
 * reply comes. Each attempt has an id of its own: of concurrent requests with
 * the same id, the proxy's newer span set has only one. The session is the
 * person's own word, and goes along whether anything is recorded or not.
 *
 * @param endpoint The model.
 * @returns The `fetch`. It adds no call id where the run is not recorded, and
 * nothing at all to other endpoints than a proxy.
 */
export function modelFetch(
  { callIds = false, sessionId = "" }: Pick<
    ModelEndpoint,
    "callIds" | "sessionId"
  >,
): typeof tracedFetch {
  if (!callIds) return tracedFetch;
  const session = HEADER_VALUE.test(sessionId) ? sessionId : undefined;
  return (input, init) => {
    const isRecorded = currentRun()?.traceId !== undefined;
    if (!isRecorded && session === undefined) return tracedFetch(input, init);
    const given = input instanceof Request ? input.headers : undefined;
    const headers = copyHeaders(init?.headers ?? given);
    if (isRecorded) headers.set(CALL_ID, crypto.randomUUID());
    if (session !== undefined) headers.set(SESSION_ID, session);
    return tracedFetch(input, { ...init, headers });
  };
}
