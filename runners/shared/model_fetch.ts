import { currentRun, tracedFetch } from "@turnspan/turnspan";
import type { ModelEndpoint } from "./model.ts";

/** The header that tells a LiteLLM proxy the id of a call. */
const CALL_ID = "x-litellm-call-id";

/**
 * Gets the `fetch` for a model's client. The clients keep the one that they are
 * made with, so each is handed this one.
 *
 * A LiteLLM proxy takes the id of a call from its request and puts it into its
 * logs and its spans. By it they can be matched with our span, even where no
 * reply comes. Each attempt has an id of its own: of concurrent requests with
 * the same id, the proxy's newer span set has only one.
 *
 * @param endpoint The model.
 * @returns The `fetch`. It adds nothing where the run is not recorded.
 */
export function modelFetch(
  { callIds = false }: Pick<ModelEndpoint, "callIds">,
): typeof tracedFetch {
  return callIds ? fetchWithCallId : tracedFetch;
}

const fetchWithCallId: typeof tracedFetch = (input, init) => {
  if (currentRun()?.traceId === undefined) return tracedFetch(input, init);
  const given = input instanceof Request ? input.headers : undefined;
  const headers = new Headers(init?.headers ?? given);
  headers.set(CALL_ID, crypto.randomUUID());
  return tracedFetch(input, { ...init, headers });
};
