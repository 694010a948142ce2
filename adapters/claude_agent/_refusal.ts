import type { ReplyObserver } from "./_observed_body.ts";

/**
 * Makes what the CLI is told in the place of a reply: it does not ask again.
 *
 * @param error Why there is none.
 * @returns The reply.
 */
export function refusal({ message }: Error): Response {
  const error = { type: "invalid_request_error", message };
  const headers = { "x-should-retry": "false" };
  return Response.json({ type: "error", error }, { status: 400, headers });
}

/**
 * Makes what answers a request that is not sent.
 *
 * @param error Why it is not.
 * @returns What stands in for the reply's observer: there is nothing to see.
 */
export function refused(error: Error): ReplyObserver {
  return {
    send: () => Promise.resolve(refusal(error)),
    chunk: () => false,
    done: () => {},
    failed: () => {},
  };
}
