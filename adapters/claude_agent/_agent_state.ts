import type {
  AgentScope,
  RequestedToolCall,
  ToolCall,
  Turn,
} from "../../tracing/recorder/types.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { contentText } from "./_content_text.ts";
import type { ReplyObserver } from "./_relay.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";

type Json = Readonly<Record<string, unknown>>;

/** A tool call that a reply asked for. */
interface AskedCall extends RequestedToolCall {
  readonly turn: Turn;
}

/** The CLI's agent: the main one, or one that its `Agent` tool started. */
export class AgentState {
  readonly scope: AgentScope;
  /** What the first turn was told to be, which tells turns from side calls. */
  #system: string | undefined;
  /** The tools that the model was shown last. */
  #shown: ReadonlySet<unknown> = new Set();
  /** What the model has asked for and nobody has begun, by the calls' ids. */
  readonly #asked = new Map<string, AskedCall>();
  /** The tool calls of the CLI's own that are under way, by their ids. */
  readonly #calls = new Map<string, ToolCall>();
  /** What they came to, where that is known before what the model is told. */
  readonly #outcomes = new Map<string, string | undefined>();

  /** The replies that are under way. */
  readonly #replies = new Set<Promise<void>>();

  constructor(scope: AgentScope) {
    this.scope = scope;
  }

  /**
   * Whether a request is the agent's next turn. Its side calls (a title, a web
   * search, a summary) speak of themselves as something else.
   */
  isTurn(path: string, request: Json): boolean {
    if (path !== "/v1/messages") return false;
    const messages = listOf(request.messages).map(fieldsOf);
    if (messages.length === 0 || compacts(messages)) return false;
    const system = systemText(request.system);
    this.#system ??= system;
    if (this.#system !== system) return false;
    const tools = listOf(request.tools).map((tool) => fieldsOf(tool).name);
    this.#shown = new Set(tools);
    return true;
  }

  /** Watches for a reply's end. */
  replying(reply: ReplyObserver): ReplyObserver {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#replies.add(promise);
    const over = () => {
      this.#replies.delete(promise);
      resolve();
    };
    return {
      ...reply,
      done: () => settled(() => reply.done(), over),
      failed: (error) => settled(() => reply.failed(error), over),
    };
  }

  /**
   * Resolves when no reply is under way. The CLI goes on as soon as it has all
   * of a reply, which may be before that has come to its end.
   */
  async replied(): Promise<void> {
    if (this.#replies.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const late = setTimeout(resolve, MAX_WAIT);
    await Promise.race([Promise.all(this.#replies), promise]);
    clearTimeout(late);
  }

  /** A reply has asked for a tool. */
  asked(call: RequestedToolCall, turn: Turn): void {
    if (call.id !== undefined) this.#asked.set(call.id, { ...call, turn });
  }

  /**
   * A call begins: nobody else is to record it.
   *
   * @returns The turn that asked for it; `undefined` where none is known to.
   */
  take(callId: string): Turn | undefined {
    const turn = this.#asked.get(callId)?.turn;
    this.#asked.delete(callId);
    return turn;
  }

  /** A call of the CLI's own has begun. */
  began(callId: string, call: ToolCall): void {
    this.#calls.set(callId, call);
  }

  /** A call that is under way. */
  call(callId: string): ToolCall | undefined {
    return this.#calls.get(callId);
  }

  /** A call came to something; what the model is told of it is to come. */
  came(callId: string, error?: string): void {
    this.#outcomes.set(callId, error);
  }

  /** A call is over, and this is what its model is told. */
  told(callId: string, text: string): void {
    const call = this.#calls.get(callId) ?? this.#refused(callId, text);
    // Others record what they run.
    if (call === undefined) return;
    // A call that came to nothing was denied, by a person or by a hook.
    const error = this.#outcomes.has(callId)
      ? this.#outcomes.get(callId)
      : "not_run";
    this.#calls.delete(callId);
    this.#outcomes.delete(callId);
    call.result(text, error);
    call.end();
  }

  /** A call that the CLI did not so much as begin. */
  #refused(callId: string, text: string): ToolCall | undefined {
    const asked = this.#asked.get(callId);
    if (asked === undefined) return undefined;
    this.#asked.delete(callId);
    if (!this.#shown.has(asked.name)) this.came(callId, "unknown_tool");
    else if (text.startsWith(MISFIT)) this.came(callId, "invalid_arguments");
    const { name, input, turn } = asked;
    return turn.startTool({ name, callId, input: argumentsOf(input) });
  }
}

/** Milliseconds that the CLI is kept waiting for the end of a reply, at most. */
const MAX_WAIT = 300;

function settled(tell: () => void, over: () => void): void {
  try {
    tell();
  } finally {
    over();
  }
}

/** The CLI's words for arguments that a tool of its own does not take. */
const MISFIT = "<tool_use_error>InputValidationError";

/**
 * How the CLI asks for a summary in the place of a conversation that has grown
 * too long. It speaks as the agent itself, and hooks of that moment would leave
 * their names in the conversation.
 */
const SUMMARY = "Your task is to create a detailed summary of";

function compacts(messages: readonly Json[]): boolean {
  const last = messages.findLast(({ role }) => role === "user");
  return contentText(last?.content).includes(SUMMARY);
}

/** The CLI's version and a hash, which changes from one request to the next. */
const BILLING_HEADER = "x-anthropic-billing-header";

function systemText(system: unknown): string {
  if (typeof system === "string") return system;
  return listOf(system).map((block) => textOf(fieldsOf(block).text) ?? "")
    .filter((text) => !text.startsWith(BILLING_HEADER)).join("\n");
}
