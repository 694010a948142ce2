/**
 * What was thrown at first: each middleware that an error passes through wraps
 * it once more, under a name of its own.
 *
 * @param error What the framework threw.
 * @returns What a person is to be told of.
 */
export function unwrapped(error: unknown): unknown {
  let inner = error;
  while (isWrapper(inner)) inner = inner.cause;
  return inner;
}

/** By its brand: the class's own check wants the framework loaded. */
function isWrapper(error: unknown): error is Error {
  return error instanceof Error && error.cause !== undefined &&
    "~brand" in error && error["~brand"] === "MiddlewareError";
}
