/** What a run may use, as far as its requests are concerned. */
export interface RequestBudget {
  /** Whether it is used up: no request to a model may be sent. */
  readonly isPassed: boolean;
  /** Throws where it is used up, and stops the run. */
  check(): void;
  /** Does that where the body is that of a request to a model. */
  checkBody(body: string | undefined): void;
}

/** A body in JSON: its text, or the bytes of it, which nobody else has. */
export type SentBody = string | Uint8Array<ArrayBuffer>;

/** Observes the HTTP requests that are made in a scope. */
export interface HttpObserver {
  /** Milliseconds since the epoch, on the run's one clock. */
  now(): number;
  /**
   * Keeps `close` until the request's span has ended, and calls it when the
   * scope ends first: with a body that nobody reads, or before the reply. Where
   * the scope has ended already, `close` is called at once.
   */
  track(close: (end: HttpEnd) => void): () => void;
  /** An attempt begins. Only a model call counts its attempts. */
  attempt?(request: HttpAttempt): number;
  /** The run's budget, where it has one. */
  readonly budget?: RequestBudget | undefined;
  /** Whether it wants to know of bodies with tracing off too. */
  readonly readsUntraced?: boolean;
  /** The request's body, as sent. Called once the request is under way. */
  requestBody?(body: SentBody): void;
  /** The head of the reply. */
  replied?(reply: HttpReply): void;
  /** The first chunk of the reply's body has come. */
  firstChunk?(): void;
}

/** The head of a request that is about to be sent, as the caller gave it. */
export interface HttpAttempt {
  readonly url: URL;
  readonly headers: Headers;
}

/** The head of a reply. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
}

/** How a scope ends a request that is still open. */
export interface HttpEnd {
  /** The moment, in milliseconds since the epoch. */
  readonly time: number;
  /** The reason, where the run was cancelled. */
  readonly cancelled?: { readonly reason: unknown };
  /** What the scope failed by, where it did. */
  readonly failed?: HttpEndFailure | undefined;
}

/** The failure of a scope that had a request open. */
export interface HttpEndFailure {
  readonly error: unknown;
  /** The value of `error.type`, where it is not the error's own. */
  readonly type?: string | undefined;
  /** Whether something was thrown. */
  readonly thrown: boolean;
}
