import { parseJson } from "../../tracing/base/json.ts";

/** Error of a model's endpoint that answered with an error. */
export class RefusedError extends Error {
  /** The HTTP status; none where a stream had begun. */
  readonly status: number | undefined;
  /** The body, parsed; `undefined` where it is no JSON. */
  readonly error: unknown;

  constructor(status: number | undefined, body: string) {
    super([status, body].filter((part) => part !== undefined).join(" "));
    this.name = "RefusedError";
    this.status = status;
    this.error = parseJson(body);
  }
}

/** Error of an unreachable endpoint, worded as by the vendors' clients. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super("Connection error.", { cause });
    this.name = "ConnectionError";
  }
}
