const ADVICE = "\n\nTroubleshooting URL: ";

/**
 * An error without the address that LangChain adds to what a vendor said: a
 * page about its own troubles, which are not this one.
 *
 * @param error What the framework threw.
 * @returns The error, or one that says what the vendor said and no more.
 */
export function withoutAdvice(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [said = "", advice] = error.message.split(ADVICE);
  return advice === undefined ? error : new Error(said, { cause: error });
}
