import { CutError } from "../../adapters/shared/cut_error.ts";
import { causes } from "../../tracing/privacy/failure.ts";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import type { ModelEndpoint } from "./model.ts";
import { NoAnswerError } from "./no_answer_error.ts";
import { readReason } from "./_reason.ts";
import { refusalIn, refusalOf } from "./_refusal.ts";
import { wayOut } from "./_way_out.ts";

/**
 * Explains in one line why there is no reply of a model: who refused and why, or
 * which address did not answer. The clients' own message is "Connection error.",
 * and a proxy wraps the reason in all its attempts.
 *
 * @param error What a model client threw, or what a framework made of it.
 * @param model The model that was asked.
 * @returns An error with that line, caused by `error`, or the one in `error`
 * that says it already; or `error` itself, where it is about anything else.
 */
export function explainModelError(
  error: unknown,
  model: ModelEndpoint,
): unknown {
  const errors = causes(error).filter((cause) => cause instanceof Error);
  const noAnswer = errors.find((one) => one instanceof NoAnswerError);
  if (noAnswer !== undefined) return noAnswer;
  const message = invalid(errors, model) ?? refused(errors, model) ??
    cut(errors, model) ?? unreachable(errors, model);
  return message === undefined ? error : new Error(message, { cause: error });
}

/** What came with a successful status and is no reply. */
function invalid(
  errors: readonly Error[],
  model: ModelEndpoint,
): string | undefined {
  const error = errors.find((one) => one instanceof InvalidReplyError);
  if (error === undefined) return undefined;
  const refusal = refusalOf(error.body);
  const reason = readReason(refusal.text, model.apiKey);
  const advice = wayOut(refusal, reason, model);
  return [
    `Cannot ask model "${model.id}": `,
    `${origin(model)} answered with what is no reply`,
    `: ${reason.text || "nothing"}`,
    advice === undefined ? "" : `; ${advice}`,
  ].join("");
}

function refused(
  errors: readonly Error[],
  model: ModelEndpoint,
): string | undefined {
  const refusal = refusalIn(errors);
  if (refusal === undefined) return undefined;
  const reason = readReason(refusal.text, model.apiKey);
  const advice = wayOut(refusal, reason, model);
  return [
    `Cannot ask model "${model.id}": `,
    `${origin(model)} answered ${refusal.status}`,
    reason.passedOn ? " for the model behind it" : "",
    reason.text === "" ? "" : `: ${reason.text}`,
    advice === undefined ? "" : `; ${advice}`,
  ].join("");
}

/** A reply that broke off, each time that it was asked for. */
function cut(
  errors: readonly Error[],
  model: ModelEndpoint,
): string | undefined {
  const error = errors.find((one) => one instanceof CutError);
  if (error === undefined) return undefined;
  const { cause } = error;
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  return `Cannot ask model "${model.id}": the reply of ${
    origin(model)
  } broke off${reason}`;
}

/** The message of the vendors' clients for anything that `fetch` throws. */
const CONNECTION_ERROR = "Connection error.";

/** Their message where nothing came within their own time. */
const TIMED_OUT = "Request timed out.";

/** What Deno puts before the reason: the address again, with its query. */
const REQUEST = /^error sending request .*?: client error \(\w+\): /s;

function unreachable(
  errors: readonly Error[],
  model: ModelEndpoint,
): string | undefined {
  const reason = noConnection(errors);
  if (reason === undefined) return undefined;
  const { baseUrl } = model.variables ?? {};
  const advice = baseUrl === undefined ? "" : `; check ${baseUrl}`;
  return `Cannot reach the model at ${origin(model)}: ${reason}${advice}`;
}

/** Why no reply came at all. */
function noConnection(errors: readonly Error[]): string | undefined {
  const failed = errors.find(({ message, cause }) =>
    message === CONNECTION_ERROR && cause instanceof TypeError
  )?.cause as TypeError | undefined;
  if (failed === undefined) {
    const late = errors.some(({ message }) => message === TIMED_OUT);
    return late ? "it did not answer in time" : undefined;
  }
  // The reason is in the cause of what `fetch` throws.
  const { message } = failed.cause instanceof Error ? failed.cause : failed;
  return message.replace(REQUEST, "");
}

function origin({ baseUrl }: ModelEndpoint): string {
  return new URL(baseUrl).origin;
}
