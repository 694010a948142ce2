import {
  firstNamed,
  guessed,
  type KnownAsset,
  knownAsset,
  titleOf,
} from "./_asset.ts";
import { type Brief, readBrief } from "./_brief.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, parsed, text } from "./json.ts";
import { ownName } from "./_names.ts";
import type { Call, Message } from "./request.ts";

/** A tool call of the conversation, with what it gave. */
export interface Outcome {
  /** The tool's own name. */
  readonly tool: string;
  /** The call. */
  readonly call: Call;
  /** What it gave, as text. */
  readonly text: string;
  /** What it gave, where that is JSON. */
  readonly value: unknown;
  /** Whether it failed. */
  readonly failed: boolean;
}

/** Tools of the demo that answer in JSON: other text of theirs is an error. */
const SPEAK_JSON: readonly string[] = [
  "sites",
  "assets",
  "sensors",
  "latest",
  "history",
  "failure_modes",
];

/** Everything that can be known from a conversation, and nothing else. */
export class Facts {
  /** The user's messages, first to last. */
  readonly userTexts: readonly string[];
  /** The tool calls, first to last, with or without result. */
  readonly calls: readonly Call[];
  /** The tool calls that have a result, first to last. */
  readonly outcomes: readonly Outcome[];
  /** The tools that were called, by their own names, with or without result. */
  readonly called: ReadonlySet<string>;
  readonly #messages: readonly Message[];

  /** Constructs the facts of a conversation. */
  constructor(messages: readonly Message[]) {
    this.#messages = messages;
    this.userTexts = messages.flatMap((message) =>
      message.role === "user" ? [message.text] : []
    );
    const calls = new Map<string, Call>();
    const outcomes: Outcome[] = [];
    for (const message of messages) {
      if (message.role !== "tool") {
        for (const call of message.calls) calls.set(call.id, call);
        continue;
      }
      const call = calls.get(message.callId);
      if (call !== undefined) outcomes.push(outcomeOf(call, message));
    }
    this.outcomes = outcomes;
    this.calls = [...calls.values()];
    this.called = new Set(this.calls.map(({ name }) => ownName(name)));
  }

  /** The question: the user's first message. */
  get question(): string {
    return this.userTexts[0] ?? "";
  }

  /** The user's last message: the task, in a conversation that has one. */
  get task(): string {
    return this.userTexts.at(-1) ?? "";
  }

  /** The brief, where the task comes from an agent that handed it on. */
  get brief(): Brief | undefined {
    return readBrief(this.task);
  }

  /** What a tool gave the last time that it did not fail. */
  result(tool: string): unknown {
    return this.outcomes.findLast((outcome) =>
      outcome.tool === tool && !outcome.failed
    )?.value;
  }

  /** The objects that a tool's result lists. */
  list(tool: string): Json[] {
    return objectsIn(this.result(tool));
  }

  /** The asset that the question is about, as far as it can be known. */
  get asset(): KnownAsset | undefined {
    if (this.brief !== undefined) return this.brief.asset;
    const listed = this.list("assets").flatMap(knownAsset);
    if (this.result("assets") !== undefined) {
      return firstNamed(listed, this.userTexts);
    }
    const id = this.#assetInResults();
    if (id !== undefined) {
      const name = titleOf(id);
      return { id, name };
    }
    return this.guess;
  }

  /** The asset that the question seems to name, whether it exists or not. */
  get guess(): KnownAsset | undefined {
    return guessed(this.userTexts);
  }

  /** Every text of the conversation but the instructions, last first. */
  get texts(): string[] {
    return this.#messages.filter(({ role }) => role !== "system")
      .map((message) => message.text).reverse();
  }

  /** The instructions. */
  get instructions(): string {
    return this.#messages.filter(({ role }) => role === "system")
      .map((message) => message.text).join("\n");
  }

  #assetInResults(): string | undefined {
    for (const tool of ["history", "sensors", "latest"]) {
      const id = text(objectFrom(this.result(tool)).asset);
      if (id !== undefined) return id;
    }
    return undefined;
  }
}

function outcomeOf(
  call: Call,
  { text, failed }: { readonly text: string; readonly failed: boolean },
): Outcome {
  const tool = ownName(call.name);
  const value = parsed(text);
  const unreadable = value === undefined && SPEAK_JSON.includes(tool);
  return { tool, call, text, value, failed: failed || unreadable };
}
