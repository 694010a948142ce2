/** Characters of what came that are kept: enough for a reason. */
const MAX_BODY = 4_096;

/**
 * Error of an endpoint that answered with a successful status and something else
 * than a model's reply: a page, an error object, nothing.
 */
export class InvalidReplyError extends Error {
  /** The beginning of what it answered with. */
  readonly body: string;

  /**
   * Constructs a new instance.
   *
   * @param body What it answered with.
   */
  constructor(body: string) {
    super("The endpoint answered with something that is no reply of a model");
    this.name = "InvalidReplyError";
    this.body = body.slice(0, MAX_BODY);
  }
}
