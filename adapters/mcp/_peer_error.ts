import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
} from "@modelcontextprotocol/client";
import { markContent } from "../../tracing/privacy/content.ts";
import { redact } from "../../tracing/privacy/redact.ts";
import type { McpTransport } from "./_connection.ts";
import type { Deadline } from "./_deadline.ts";
import { BROKEN_REPLY } from "./_http_transport.ts";
import { isLostSession } from "./_lost_session.ts";
import { McpServerError } from "./server_error.ts";

/** The SDK's message for a connection that broke before a call. */
const NOT_CONNECTED = "Not connected";

/** Whether an error means that nothing more can be sent on the connection. */
export function isGone(error: unknown): boolean {
  if (error instanceof McpServerError) {
    return error.cause === undefined || isGone(error.cause);
  }
  // `fetch` throws a TypeError where nobody answers.
  return isBrokenReply(error) || wasNotRun(error) || isClosed(error) ||
    error instanceof TypeError;
}

/**
 * Whether an error means that the server has not run the call, which may then
 * be sent once more: the message could not be sent, or an HTTP server has
 * forgotten the session.
 */
export function wasNotRun(error: unknown): boolean {
  if (SdkHttpError.isInstance(error)) return isLostSession(error);
  return SdkError.isInstance(error)
    ? error.code === SdkErrorCode.NotConnected
    : error instanceof Error && error.message === NOT_CONNECTED;
}

/**
 * The value of `error.type` for what went wrong in a call: a JSON-RPC code, an
 * HTTP status, `timeout`, or the error's name, which for a connection that
 * broke is that of the error about the server, however the SDK noticed.
 */
export function peerErrorType(error: unknown): string {
  if (error instanceof McpServerError) {
    return error.cause === undefined ? error.name : peerErrorType(error.cause);
  }
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return "timeout";
  }
  if (isBrokenReply(error) || isClosed(error)) return McpServerError.name;
  if (ProtocolError.isInstance(error)) return String(error.code);
  if (SdkHttpError.isInstance(error)) return String(error.status);
  return error instanceof Error ? error.name : typeof error;
}

/** What went wrong, in words: an HTTP reply's body may be a whole page. */
export function problemOf(error: unknown): string {
  if (SdkHttpError.isInstance(error)) {
    return `HTTP ${error.status} ${error.statusText ?? ""}`.trimEnd();
  }
  if (!(error instanceof Error)) return String(error);
  if (SdkError.isInstance(error) && error.code === SdkErrorCode.InvalidResult) {
    // What follows may be all that a validator has to say.
    return error.message.split(/: \[|\n/, 1)[0] ?? "";
  }
  // `fetch` says why only in the cause, and there names the whole URL.
  return error instanceof TypeError && error.cause instanceof Error
    ? redact(error.cause.message)
    : error.message;
}

/** Which server failed, and at what. */
interface ServerFailure {
  readonly name: string;
  readonly transport: McpTransport;
  readonly deadline?: Deadline;
  readonly action?: "start" | "list tools of" | "get an answer from";
}

/** The error that tells a person which server failed, and how. */
export function serverError(
  error: unknown,
  { name, transport, deadline, action = "start" }: ServerFailure,
): McpServerError {
  const { exit, stderr } = transport;
  // A process that has ended is the cause of a broken connection. One that gave
  // a bad answer we have ended ourselves.
  const ended = exit !== undefined && isGone(error);
  const cause = deadline?.timeout ?? (ended ? undefined : error);
  const problem = cause === undefined ? exit ?? "" : problemOf(cause);
  const failure = new McpServerError(name, problem, { action, stderr, cause });
  // It quotes what the server printed.
  markContent(failure);
  return failure;
}

function isClosed(error: unknown): boolean {
  return SdkError.isInstance(error) &&
    error.code === SdkErrorCode.ConnectionClosed;
}

function isBrokenReply(error: unknown): boolean {
  return ProtocolError.isInstance(error) && error.data === BROKEN_REPLY;
}
