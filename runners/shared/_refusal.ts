/** What an endpoint answered in the place of a reply. */
export interface Refusal {
  /** The HTTP status. */
  readonly status: number;
  /** What it says, as it says it; empty where it says nothing. */
  readonly text: string;
  /** Its own words for the kind of error, `type` and `code`. */
  readonly kinds: readonly unknown[];
}

/**
 * Finds the refusal that a client's error was made of.
 *
 * @param chain The error and its causes, outermost first.
 * @returns The refusal, or `undefined` where the error is about anything else.
 */
export function refusalIn(chain: readonly Error[]): Refusal | undefined {
  for (const { message, status, error } of chain as readonly ClientError[]) {
    if (typeof status !== "number") continue;
    const body = object(error);
    // One vendor's client keeps the body, the other what is in it.
    const inner = object(body["error"] ?? body);
    const said = [inner["message"], body["detail"]]
      .find((value) => typeof value === "string");
    return {
      status,
      text: String(said ?? pageOf(message, status)),
      kinds: [inner["type"], inner["code"]],
    };
  }
  return undefined;
}

/** What the vendors' clients throw. */
interface ClientError extends Error {
  readonly status?: unknown;
  readonly error?: unknown;
}

/** A client puts a body that is no JSON behind the status. */
function pageOf(message: string, status: number): string {
  const text = message.startsWith(`${status} `)
    ? message.slice(`${status} `.length)
    : message;
  return /^(?:status code \(no body\)|\{\})/.test(text) ? "" : text;
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
}
