import type { Span } from "@opentelemetry/api";
import { SpanStatusCode } from "../base/api.ts";
import { capturesContent, quotesContent } from "./content.ts";
import { InvalidReplyError } from "./invalid_reply_error.ts";
import { redact } from "./redact.ts";

/** Bytes of an error's text that a span may hold, stack trace included. */
const MAX_ERROR_BYTES = 1024;

/** Characters that are looked at: private parts of URLs are still to go. */
const MAX_READ = 16 * MAX_ERROR_BYTES;

/** How deep a chain of causes is followed: it may be a circle. */
const MAX_CAUSES = 16;

/** Options for {@linkcode failSpan}. */
export interface FailSpanOptions {
  /**
   * The value of `error.type`.
   *
   * @default {errorType(error)}
   */
  readonly type?: string | undefined;
  /**
   * When it failed, in milliseconds since the epoch.
   *
   * @default {now}
   */
  readonly time?: number | undefined;
  /**
   * Whether the error was thrown, and so is an `exception` event.
   *
   * @default {true}
   */
  readonly thrown?: boolean;
}

/**
 * Marks a span as failed: status ERROR, `error.type`, and one `exception`
 * event where something was thrown.
 */
export function failSpan(
  span: Span,
  error: unknown,
  options: FailSpanOptions = {},
): void {
  if (!span.isRecording()) return;
  const { type = errorType(error), time, thrown = true } = options;
  span.setAttribute("error.type", type);
  const text = thrown ? errorText(error, type) : undefined;
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: text?.message ?? type,
  });
  if (text === undefined) return;
  span.addEvent("exception", {
    "exception.type": errorName(error),
    "exception.message": text.message,
    ...(text.stack !== undefined && { "exception.stacktrace": text.stack }),
  }, time);
}

/**
 * The value of `error.type` for a thrown value: `invalid_reply` for what is no
 * reply of a model, else the HTTP status where there is one anywhere down the
 * chain of causes, else the innermost error's name (its class's name where that
 * is only `Error`).
 */
export function errorType(error: unknown): string {
  const chain = causes(error);
  // The innermost: what a framework makes of it may have any status.
  if (chain.some(isInvalidReply)) {
    return "invalid_reply";
  }
  for (const link of chain) {
    const status = httpStatus(link);
    if (status !== undefined) return String(status);
  }
  return errorName(chain.at(-1));
}

/** An error's own message, whole, for the person and the trajectory. */
export function errorMessage(error: unknown): string {
  const message = isError(error) ? property(error, "message") : error;
  try {
    return String(message);
  } catch {
    return typeof error;
  }
}

/** The error and what caused it. */
export function causes(error: unknown): unknown[] {
  const chain = [error];
  let link = error;
  while (isError(link) && chain.length < MAX_CAUSES) {
    link = property(link, "cause");
    if (link === undefined || chain.includes(link)) break;
    chain.push(link);
  }
  return chain;
}

function httpStatus(error: unknown): number | undefined {
  return ["status", "statusCode"].map((key) => property(error, key)).find((
    code,
  ): code is number => typeof code === "number" && code >= 100 && code <= 599);
}

function errorName(error: unknown): string {
  if (!isError(error)) return typeof error;
  const name = property(error, "name");
  if (typeof name === "string" && name !== "" && name !== "Error") return name;
  const ownClass = property(property(error, "constructor"), "name");
  return typeof ownClass === "string" && ownClass !== "" ? ownClass : "Error";
}

/** Whether a thrown value is an error: it may be a trap, which is none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

function isInvalidReply(value: unknown): boolean {
  return isError(value) && value instanceof InvalidReplyError;
}

/** A property of a thrown value, which may be anything: also a trap. */
function property(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

/** What a span may say of an error. */
function errorText(
  error: unknown,
  type: string,
): { message: string; stack?: string } {
  const chain = causes(error);
  const hidden = quotesContent(chain) && !capturesContent();
  const message = spanText(
    hidden ? peerSummary(chain, type) : errorMessage(error),
  );
  const trace = property(error, "stack");
  if (!isError(error) || typeof trace !== "string") {
    return { message };
  }
  const places = frames(trace, errorMessage(error));
  const stack = `${errorName(error)}: ${message}\n${places}`;
  return { message, stack: spanText(stack) };
}

/** Status, code and type of an error that came from a peer; no text of it. */
function peerSummary(chain: readonly unknown[], type: string): string {
  const words = new Set([type]);
  for (const link of chain) {
    // The code of a DOMException is its name in an older form.
    const keys = isError(link) && link instanceof DOMException
      ? []
      : ["code", "type"];
    for (const word of keys.map((key) => property(link, key))) {
      // Only what looks like a code: a peer may put any text there.
      if (typeof word === "number") words.add(String(word));
      if (typeof word === "string" && /^[\w.-]{1,64}$/.test(word)) {
        words.add(word);
      }
    }
  }
  return [...words].join(" ");
}

/** The lines of a stack that name places, without the message above them. */
function frames(stack: string, message: string): string {
  // By its beginning: a search for a long text takes long to fail.
  const at = stack.indexOf(message.slice(0, MAX_ERROR_BYTES));
  const found = at >= 0 && stack.startsWith(message, at);
  const below = found ? stack.slice(at + message.length) : stack;
  return below.split("\n").filter((line) => /^\s+at \S/.test(line)).join("\n");
}

/** A text without secrets, as much as a span may hold of it. */
function spanText(text: string): string {
  return cut(redact(text, MAX_READ));
}

/**
 * Cuts a text to {@linkcode MAX_ERROR_BYTES} of UTF-8, at a character, and
 * makes it well-formed: somebody else may have cut it inside of one.
 */
function cut(text: string): string {
  if (text.length * 3 <= MAX_ERROR_BYTES) return text.toWellFormed();
  const bytes = new Uint8Array(MAX_ERROR_BYTES);
  const { read } = new TextEncoder().encodeInto(text, bytes);
  return text.slice(0, read).toWellFormed();
}
