import type { HttpObserver } from "../base/http_observer.ts";
import type { FetchInit } from "./_original_fetch.ts";
import {
  type FetchArguments,
  type HttpRequest,
  readRequest,
  sentBody,
} from "./_request.ts";

/**
 * Refuses a request of a run that has used up its budget, where it is one to a
 * model: all that is sent in a model call, and elsewhere what reads like one. A
 * tool's own requests are let through.
 *
 * @param observer The scope that it is made in, of a run with a budget.
 * @param input What to fetch.
 * @param init Options of the request.
 * @returns What to call `fetch` with.
 * @throws {Error} If it is not to be sent.
 */
export async function refuseModelRequest(
  { budget, attempt }: HttpObserver,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<FetchArguments> {
  if (attempt !== undefined) budget?.check();
  const request = readRequest(input, init);
  if (request === undefined) return { input, init };
  budget?.checkBody(await textOf(request));
  return request;
}

/** What cannot be read of a request fails the request itself. */
async function textOf(request: HttpRequest): Promise<string | undefined> {
  try {
    const sent = await sentBody(request);
    return sent instanceof Uint8Array ? new TextDecoder().decode(sent) : sent;
  } catch {
    return undefined;
  }
}
