/** How far a reader had come that cancelled a body. */
export interface GivenUp {
  /** What it gave as its reason. */
  readonly reason: unknown;
  /** Whether it had read any of it. */
  readonly begun: boolean;
  /** Whether it had the last event of a model's stream. */
  readonly whole: boolean;
}

/** What is called as a body is read. */
export interface BodyListener {
  /** The first chunk has come. */
  firstChunk(): void;
  /** The body has been read, or there is none. */
  ended(): void;
  /** Its reader has cancelled it. */
  givenUp(how: GivenUp): void;
  /** The body has failed. */
  failed(error: unknown): void;
}

/** Has a listener called as the body of a response is read. */
export type WatchBody = (
  response: Response,
  listener: BodyListener,
) => Response;
