import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { capturesContent, quotesContent } from "./content.ts";
import { redact } from "./redact.ts";

/** Bytes of an error's text that a span may hold, stack trace included. */
const MAX_ERROR_BYTES = 1024;

/** How deep a chain of causes is followed: it may be a circle. */
const MAX_CAUSES = 16;

/** Options for {@linkcode failSpan}. */
export interface FailSpanOptions {
  /**
   * The value of `error.type`.
   *
   * @default {errorType(error)}
   */
  readonly type?: string;
  /** When it failed, in milliseconds since the epoch. */
  readonly time?: number;
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
 *
 * @param span The span, still open.
 * @param error What was thrown; any value.
 * @param options Additional options.
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
    ...(text.stack === undefined ? {} : { "exception.stacktrace": text.stack }),
  }, time);
}

/**
 * The value of `error.type` for a thrown value: the HTTP status where there is
 * one anywhere down the chain of causes, else the innermost error's name (its
 * class's name where that is only `Error`).
 *
 * @param error What was thrown.
 * @returns The type.
 */
export function errorType(error: unknown): string {
  const chain = causes(error);
  for (const link of chain) {
    const status = httpStatus(link);
    if (status !== undefined) return String(status);
  }
  return errorName(chain.at(-1));
}

/**
 * An error's own message, whole, for the person and the trajectory.
 *
 * @param error What was thrown.
 * @returns The message.
 */
export function errorMessage(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return typeof error;
  }
}

/**
 * The error and what caused it.
 *
 * @param error What was thrown.
 * @returns The chain, outermost first.
 */
export function causes(error: unknown): unknown[] {
  const chain = [error];
  let link = error;
  while (link instanceof Error && chain.length < MAX_CAUSES) {
    if (link.cause === undefined || chain.includes(link.cause)) break;
    link = link.cause;
    chain.push(link);
  }
  return chain;
}

function httpStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { status, statusCode } = error as Record<string, unknown>;
  return [status, statusCode].find((code): code is number =>
    typeof code === "number" && code >= 100 && code <= 599
  );
}

function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return error.name === "Error" ? error.constructor.name : error.name;
}

/** What a span may say of an error. */
function errorText(
  error: unknown,
  type: string,
): { message: string; stack?: string } {
  const chain = causes(error);
  const hidden = quotesContent(chain) && !capturesContent();
  const message = cut(
    redact(hidden ? peerSummary(chain, type) : errorMessage(error)),
  );
  if (!(error instanceof Error) || error.stack === undefined) {
    return { message };
  }
  const stack = `${errorName(error)}: ${message}\n${frames(error)}`;
  return { message, stack: cut(redact(stack)) };
}

/** Status, code and type of an error that came from a peer; no text of it. */
function peerSummary(chain: readonly unknown[], type: string): string {
  const words = new Set([type]);
  for (const link of chain) {
    if (typeof link !== "object" || link === null) continue;
    const { code, type: kind } = link as Record<string, unknown>;
    for (const word of [code, kind]) {
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
function frames(error: Error): string {
  const stack = error.stack ?? "";
  const message = stack.indexOf(error.message);
  const below = message < 0
    ? stack
    : stack.slice(message + error.message.length);
  return below.split("\n").filter((line) => /^\s+at \S/.test(line)).join("\n");
}

/** Cuts a text to {@linkcode MAX_ERROR_BYTES} of UTF-8, at a character. */
function cut(text: string): string {
  if (text.length * 3 <= MAX_ERROR_BYTES) return text;
  const bytes = new Uint8Array(MAX_ERROR_BYTES);
  const { read } = new TextEncoder().encodeInto(text, bytes);
  return text.slice(0, read);
}
