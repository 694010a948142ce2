import { isJson, parseJson } from "../../tracing/base/json.ts";
import { printableLine } from "../../tracing/base/printable.ts";
import { ApiError } from "./api_error.ts";
import { wayOut } from "./_way_out.ts";

/** How long an answer may take. */
const TIMEOUT_MS = 30_000;

/** How often a request is sent at most. */
const MOST_ATTEMPTS = 5;

/** The longest that is waited for Honeycomb's rate limit. */
const LONGEST_WAIT_MS = 90_000;

/** Before a request is sent again that met a failure of the server's. */
const PAUSE_MS = 1000;

/** A shorter word is no key, and may be a part of any other. */
const SHORTEST_KEY = 6;

/** Characters of an answer that an error shows. */
const MOST_SHOWN = 300;

/** How Honeycomb's API is called. */
export interface ClientOptions {
  /** Where it answers, without a final slash. */
  readonly api: string;
  readonly key: string;
  readonly signal: AbortSignal;
  /** Waits, unless the signal aborts. */
  readonly wait: (ms: number) => Promise<void>;
  /** Is told what is waited for. */
  readonly onWait?: (text: string) => void;
  /** @default {30_000} */
  readonly timeoutMs?: number;
}

/** What is asked of the API. */
export interface ApiRequest {
  /** What it does, for the error: `create board "a"`. */
  readonly what: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: `/1/${string}`;
  readonly body?: unknown;
  /** An answer that is no error: what is asked for is not there, or is there. */
  readonly accept?: 404 | 409;
}

/** Calls Honeycomb's API, one request after the other. */
export class Client {
  readonly #options: ClientOptions;

  /**
   * @param options Where it answers, and with which key.
   */
  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a request. One that the rate limit refused is sent again once it may
   * be; after a failure of the server's, one that does the same twice is.
   *
   * @param request What is asked.
   * @returns The parsed answer; `undefined` where there is none, or it was
   * accepted as no error.
   * @throws {ApiError} If it was not done.
   */
  async send(request: ApiRequest): Promise<unknown> {
    const { onWait, wait } = this.#options;
    for (let attempt = 1;; attempt++) {
      const answer = await this.#attempt(request);
      const { status } = answer;
      if (status === request.accept) return undefined;
      if (status >= 200 && status < 300) return this.#parsed(request, answer);
      const again = attempt < MOST_ATTEMPTS &&
        (status === 429 || status >= 500 && request.method !== "POST");
      if (!again) throw this.#refused(request, answer);
      const ms = status === 429 ? answer.waitMs : PAUSE_MS;
      if (status === 429) {
        onWait?.(`Waiting ${Math.ceil(ms / 1000)} s: Honeycomb's rate limit`);
      }
      await wait(ms);
    }
  }

  async #attempt({ what, method, path, body }: ApiRequest): Promise<Answer> {
    const { api, key, signal, timeoutMs = TIMEOUT_MS } = this.#options;
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: {
          "x-honeycomb-team": key,
          "user-agent": "turnspan",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The key goes to nobody else.
        redirect: "manual",
        signal: AbortSignal.any([signal, timeout]),
      });
      const { status, headers } = response;
      return { status, text: await response.text(), waitMs: waitMs(headers) };
    } catch (error) {
      signal.throwIfAborted();
      const reason = timeout.aborted
        ? `no answer within ${timeoutMs / 1000} s`
        : `it cannot be reached (${
          error instanceof Error ? error.message : error
        })`;
      throw new ApiError(
        this.#safe(`Cannot ${what}: ${api}: ${reason}. ${wayOut(0)}`),
      );
    }
  }

  #parsed({ what }: ApiRequest, { text }: Answer): unknown {
    if (text === "") return undefined;
    const value = parseJson(text);
    if (value !== undefined) return value;
    throw new ApiError(
      this.#safe(
        `Cannot ${what}: ${this.#options.api} answered with no JSON. Is --api right?`,
      ),
    );
  }

  #refused({ what }: ApiRequest, { status, text }: Answer): ApiError {
    const said = reason(text);
    const shown = said === "" ? "" : ` (${said})`;
    return new ApiError(
      this.#safe(
        `Cannot ${what}: Honeycomb answered ${status}${shown}. ${
          wayOut(status)
        }`,
      ),
    );
  }

  /** One line, and never with the key in it, whatever an answer quotes. */
  #safe(text: string): string {
    const { key } = this.#options;
    const safe = key.length < SHORTEST_KEY ? text : text.replaceAll(key, "…");
    return printableLine(safe);
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly waitMs: number;
}

/** What an answer says, in each of the forms that the API documents. */
function reason(text: string): string {
  const answer = parseJson(text);
  if (!isJson(answer)) return text.trim().slice(0, MOST_SHOWN);
  const details = Array.isArray(answer.type_detail) ? answer.type_detail : [];
  const said = [
    answer.error,
    answer.detail,
    ...details.map((one) => one?.description),
  ];
  return [...new Set(said)].filter((one) => typeof one === "string")
    .join("; ").slice(0, MOST_SHOWN);
}

/** `Retry-After` is a date or seconds; `RateLimit` ends with the seconds. */
function waitMs(headers: Headers): number {
  const after = headers.get("retry-after") ?? "";
  const reset = /reset=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1];
  const ms = /^\d+$/.test(after)
    ? Number(after) * 1000
    : Number.isNaN(Date.parse(after))
    ? Number(reset ?? 60) * 1000
    : Date.parse(after) - Date.now();
  return Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}
