import type { Json } from "../../../tracing/base/json.ts";

/** A tool that the model may call. */
export interface Tool {
  /** The name to call it by. */
  readonly name: string;
  /** What it does. */
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly schema: Json;
}

/** A tool call that the model asked for earlier. */
export interface Call {
  /** What its result refers to. */
  readonly id: string;
  /** The tool. */
  readonly name: string;
  /** The arguments. */
  readonly args: Json;
}

/** A message of the system, the user or the model. */
export interface Spoken {
  /** Whose it is. */
  readonly role: "system" | "user" | "assistant";
  /** Its text. */
  readonly text: string;
  /** The tool calls asked for with it. */
  readonly calls: readonly Call[];
}

/** What a tool call gave. */
export interface Returned {
  /** Tells it from the other messages. */
  readonly role: "tool";
  /** The call. */
  readonly callId: string;
  /** What it gave. */
  readonly text: string;
  /** Whether the call failed. */
  readonly failed: boolean;
}

/** A message, whatever wire format it came in. */
export type Message = Spoken | Returned;

/** Which tools the model has to call: any, none, some, or this one. */
export type ToolChoice = "auto" | "none" | "required" | {
  readonly name: string;
};

/** A request to the model, whatever wire format it came in. */
export interface ModelRequest {
  /** The model's name, as asked for. */
  readonly model: string;
  /** The conversation, system text included. */
  readonly messages: readonly Message[];
  /** The tools on offer. */
  readonly tools: readonly Tool[];
  /** Which of them has to be called. */
  readonly choice: ToolChoice;
  /** Whether several calls may be asked for at once. */
  readonly parallel: boolean;
  /** The schema of the reply, where it has to be JSON. */
  readonly format: Json | undefined;
  /** Whether the reply streams. */
  readonly stream: boolean;
  /** Whether a stream ends with the usage. */
  readonly streamUsage: boolean;
  /** How many messages the request has. */
  readonly messageCount: number;
  /** Every text that counts as prompt, as in the request. */
  readonly pieces: readonly string[];
}

/** A tool call that the model asks for now. */
export type NextCall = Omit<Call, "id">;

/** What the model does next. */
export interface Decision {
  /** The text of its reply. */
  readonly text: string;
  /** The tools that it calls. */
  readonly calls: readonly NextCall[];
}

/** A request that cannot be answered: what the sender did wrong. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

const SAYS_FAILED =
  /^\s*((\w+ ){0,2}\w*error\b|tool \S+ failed\b|cannot\b|failed\b|timed? ?out\b|(connection|server) closed)/i;

/** As `EISDIR: illegal operation on a directory`. */
const ERROR_CODE = /^\s*E[A-Z]{3,}: /;

/** A text that a failed tool call gave, where the wire has no mark for it. */
export function looksFailed(text: string): boolean {
  return SAYS_FAILED.test(text) || ERROR_CODE.test(text);
}
