/**
 * Says where a model could not be reached. The clients say only "Connection
 * error.", and a person needs to know to where and why.
 *
 * @param error What a model client threw, or what a framework made of it.
 * @param baseUrl Where the model is.
 * @returns An error that says so, caused by the given one; the given one, where
 * it is about anything else.
 */
export function explainModelError(error: unknown, baseUrl: string): unknown {
  const refused = fetchFailure(error);
  if (refused === undefined) return error;
  const { origin } = new URL(baseUrl);
  // What `fetch` throws says why in its own cause.
  const { message } = refused.cause instanceof Error ? refused.cause : refused;
  return new Error(`Cannot reach the model at ${origin}: ${message}`, {
    cause: error,
  });
}

/** The one message that the vendors' clients have for all that `fetch` throws. */
const CONNECTION_ERROR = "Connection error.";

/** What `fetch` threw, below what the client and the framework made of it. */
function fetchFailure(error: unknown): Error | undefined {
  const seen = new Set<unknown>();
  let cause = error;
  while (cause instanceof Error && !seen.has(cause)) {
    seen.add(cause);
    const { message, cause: next } = cause;
    if (message === CONNECTION_ERROR && next instanceof TypeError) return next;
    cause = next;
  }
  return undefined;
}
