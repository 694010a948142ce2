import { markContent } from "@turnspan/turnspan";
import type { ModelEndpoint } from "./model.ts";
import { LIMITS } from "./_limits.ts";
import { readReason } from "./_reason.ts";

/** How a reply ended that is no answer. */
export interface Ending {
  /** The reason as the model gave it: its `finish_reason` or `stop_reason`. */
  readonly reason?: string;
  /** What it said in the place of an answer. */
  readonly refusal?: string;
  /** The error that its reply ended with, in a gateway's words. */
  readonly failure?: string;
}

/** Error of a model that replied and gave no answer; the message says why. */
export class NoAnswerError extends Error {
  /** Constructs a new instance. */
  constructor(model: ModelEndpoint, ending: Ending) {
    super(
      `Cannot get an answer from model "${model.id}": ${why(model, ending)}`,
    );
    this.name = "NoAnswerError";
    // It quotes the model, or what is behind the gateway.
    if (ending.refusal || ending.failure) markContent(this);
  }
}

function why(
  { apiKey }: ModelEndpoint,
  { reason = "", refusal = "", failure }: Ending,
): string {
  if (failure !== undefined) {
    const { text } = readReason(failure, apiKey);
    return `its reply broke off (${reason})${text === "" ? "" : `: ${text}`}`;
  }
  const { text } = readReason(refusal, apiKey);
  if (text !== "") return `it refused: ${text}`;
  if (LIMITS.includes(reason.toLowerCase())) {
    return `its reply reached the limit of tokens before any text (${reason}); raise the limit, or ask another model`;
  }
  const isRefusal = ["", "refusal"].includes(reason.toLowerCase());
  return `${
    isRefusal ? "it refused" : `a content filter withheld its reply (${reason})`
  }; ask in other words, or another model`;
}
