/** What comes before the address. */
const ADVICE = "\n\nTroubleshooting URL: ";

/**
 * Takes off the address that LangChain adds to a vendor's message: its page is
 * about LangChain's own problems, and this is none of them.
 *
 * @param error What the framework threw.
 * @returns The error, or one with the vendor's message alone.
 */
export function withoutAdvice(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [message = "", advice] = error.message.split(ADVICE);
  return advice === undefined ? error : new Error(message, { cause: error });
}
