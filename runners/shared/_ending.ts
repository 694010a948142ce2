import { isJson, type Json } from "../../tracing/base/json.ts";
import { isWithheld } from "./is_withheld.ts";
import { LIMITS } from "./_limits.ts";
import type { Ending } from "./no_answer_error.ts";

/** Reasons of replies that broke off behind a gateway. */
const BROKEN: readonly string[] = [
  "error",
  "abort",
  "insufficient_system_resource",
];

/**
 * Reads how a whole reply ended that is no answer: it was refused, withheld or
 * broken off, also a part of it, or it reached its limit before any text.
 *
 * @param body The body, mended and parsed.
 * @returns The ending; `undefined` where there is an answer or a call, and where
 * it is no reply.
 */
export function endingWithoutAnswer(body: unknown): Ending | undefined {
  if (!isJson(body)) return undefined;
  const reply = Array.isArray(body.choices)
    ? completion(body.choices[0])
    : message(body);
  if (reply === undefined || reply.calls) return undefined;
  const { reason, refusal, failure } = reply;
  if (isWithheld(reason)) return { reason, refusal };
  if (BROKEN.includes(reason.toLowerCase())) return { reason, failure };
  if (reply.text.trim() !== "") return undefined;
  if (refusal !== "") return { refusal };
  return LIMITS.includes(reason.toLowerCase()) ? { reason } : undefined;
}

/** What is needed of a reply to see whether it is an answer. */
interface Said {
  readonly text: string;
  readonly calls: boolean;
  readonly reason: string;
  readonly refusal: string;
  readonly failure: string;
}

function completion(choice: unknown): Said | undefined {
  if (!isJson(choice) || !isJson(choice.message)) return undefined;
  const { message: said, error, finish_reason: reason } = choice;
  const { content, refusal, tool_calls: calls } = said;
  return {
    text: string(content),
    calls: Array.isArray(calls) && calls.length > 0,
    reason: string(reason),
    refusal: string(refusal),
    failure: isJson(error) ? string(error.message) : "",
  };
}

function message({ content, stop_reason: reason }: Json): Said | undefined {
  if (!Array.isArray(content)) return undefined;
  const blocks = content.filter(isJson);
  return {
    text: blocks.map(({ text }) => string(text)).join(""),
    calls: blocks.some(({ type }) => type === "tool_use"),
    reason: string(reason),
    refusal: "",
    failure: "",
  };
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
