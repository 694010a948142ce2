/** Error of a model's endpoint that answered with no reply. */
export class RefusedError extends Error {
  /** The HTTP status; none where a stream had begun. */
  readonly status: number | undefined;
  /** The body, as JSON where it is some. */
  readonly error: unknown;

  constructor(status: number | undefined, body: string) {
    super([status, body].filter((part) => part !== undefined).join(" "));
    this.name = "RefusedError";
    this.status = status;
    this.error = parsed(body);
  }
}

/** Error of an endpoint that could not be reached, as the vendors' clients say it. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super("Connection error.", { cause });
    this.name = "ConnectionError";
  }
}

/** Error of a reply that came, and not to its end. */
export class CutError extends Error {
  constructor(cause?: unknown) {
    super("The model's reply broke off", cause === undefined ? {} : { cause });
    this.name = "CutError";
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
