const ADVICE = "\n\nTroubleshooting URL: ";

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

/**
 * The same, without the address that LangChain adds to what a vendor said: a
 * page about its own troubles, which are not this one.
 */
export function withoutAdvice(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [said = "", advice] = error.message.split(ADVICE);
  return advice === undefined ? error : new Error(said, { cause: error });
}

/** By its brand: the class's own check wants the framework loaded. */
function isWrapper(error: unknown): error is Error {
  return error instanceof Error && error.cause !== undefined &&
    "~brand" in error && error["~brand"] === "MiddlewareError";
}
