/** What is answered. */
export interface Told {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: HeadersInit;
}

/** What was asked for. */
export const ok = (body: unknown): Told => ({ status: 200, body });

/** A refusal, in the older form that the API documents. */
export const error = (status: number, text: string): Told => ({
  status,
  body: { error: text },
});

/** As the API documents a refused body. */
export const invalid = (faults: readonly string[]): Told => ({
  status: 422,
  body: {
    status: 422,
    type: "https://api.honeycomb.io/problems/validation-failed",
    title: "The provided input is invalid.",
    error: "The provided input is invalid.",
    type_detail: faults.map((description) => ({ description })),
  },
});
