import { isJson, type Json, parseJson } from "../../tracing/base/json.ts";

/** What an endpoint answered instead of a reply. */
export interface Refusal {
  /** The HTTP status. */
  readonly status: number;
  /** Its message, unchanged; empty where there is none. */
  readonly text: string;
  /** The `type` and the `code` of its error. */
  readonly kinds: readonly unknown[];
}

/**
 * Finds the refusal that a client's error was made of.
 *
 * @param errors The error and its causes, outermost first.
 * @returns The refusal, or `undefined` where the error is about anything else.
 */
export function refusalIn(errors: readonly Error[]): Refusal | undefined {
  for (const { message, status, error } of errors as readonly ClientError[]) {
    if (typeof status !== "number") continue;
    const body = membersOf(error);
    // One vendor's client keeps the whole body, the other its `error`.
    const inner = membersOf(body.error ?? body);
    const text = [inner.message, body.detail].find((value) =>
      typeof value === "string"
    );
    return {
      status,
      text: String(text ?? pageOf(message, status)),
      kinds: [inner.type, inner.code],
    };
  }
  return undefined;
}

/** Reads what an endpoint answered with a successful status. */
export function refusalOf(body: string): Refusal {
  const { error, ...members } = membersOf(parseJson(data(body)));
  const inner = membersOf(error);
  const text = [error, inner.message, members.message, members.detail]
    .find((value) => typeof value === "string" && value !== "");
  // Without a word of its own, it is most likely another server.
  const status = text === undefined ? 404 : 200;
  return {
    status,
    text: String(text ?? body),
    kinds: [inner.type, inner.code],
  };
}

/** The data of a stream's first event, or the body of what is no stream. */
function data(body: string): string {
  return /^data:(.*)/m.exec(body)?.[1] ?? body;
}

/** What the vendors' clients throw. */
interface ClientError extends Error {
  readonly status?: unknown;
  readonly error?: unknown;
}

/** A body that is no JSON, which a client puts behind the status. */
function pageOf(message: string, status: number): string {
  const text = message.startsWith(`${status} `)
    ? message.slice(`${status} `.length)
    : message;
  return /^(?:status code \(no body\)|\{\})/.test(text) ? "" : text;
}

function membersOf(value: unknown): Json {
  return isJson(value) ? value : {};
}
