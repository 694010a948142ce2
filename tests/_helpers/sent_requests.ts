/**
 * Every request that is sent until the end of its block, where it waits for
 * them: one that was given up ends a little later than who gave it up.
 */
export class SentRequests implements AsyncDisposable {
  readonly #fetch = globalThis.fetch;
  readonly #sent: Promise<unknown>[] = [];

  constructor() {
    globalThis.fetch = (...request: Parameters<typeof fetch>) => {
      const sent = this.#fetch(...request);
      this.#sent.push(sent);
      return sent;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    globalThis.fetch = this.#fetch;
    await Promise.allSettled(this.#sent);
  }
}
