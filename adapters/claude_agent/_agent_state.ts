import type { AgentScope } from "../../tracing/recorder/types.ts";
import { contentText } from "../shared/content_text.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { AgentTools } from "./_agent_tools.ts";
import type { ReplyObserver } from "./_observed_body.ts";
import type { RequestBody } from "./_request_body.ts";

/** Milliseconds that the CLI is kept waiting for the end of a reply, at most. */
const MAX_WAIT = 300;

/** An agent of the CLI's: the main one, or one that its `Agent` tool started. */
export class AgentState {
  readonly scope: AgentScope;
  readonly tools: AgentTools = new AgentTools();
  /** The system prompt of the turns, which side calls do not have. */
  #systemPrompt: string | undefined;
  /** The replies that have not ended. */
  readonly #openReplies = new Set<Promise<void>>();

  constructor(scope: AgentScope) {
    this.scope = scope;
  }

  /**
   * Begins the agent's next turn, where a request is one. Its side calls (a
   * title, a web search, a summary) have another system prompt.
   *
   * @returns Whether it is one.
   */
  beginTurn(path: string, request: RequestBody): boolean {
    if (path !== "/v1/messages") return false;
    if (request.messageCount === 0 || asksForSummary(request)) return false;
    const systemPrompt = systemText(request.member("system"));
    this.#systemPrompt ??= systemPrompt;
    if (this.#systemPrompt !== systemPrompt) return false;
    this.tools.offered(request.memberLater("tools"));
    return true;
  }

  /** Whether a reply or a tool of its is under way. */
  get isBusy(): boolean {
    return this.#openReplies.size > 0 || this.tools.isRunning;
  }

  /** Counts a reply as open until its end has been observed. */
  untilEnded(reply: ReplyObserver): ReplyObserver {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#openReplies.add(promise);
    const thenClose = (tell: () => void) => {
      try {
        tell();
      } finally {
        this.#openReplies.delete(promise);
        resolve();
      }
    };
    return {
      ...reply,
      done: () => thenClose(() => reply.done()),
      failed: (error) => thenClose(() => reply.failed(error)),
    };
  }

  /**
   * Resolves when all replies have ended. The CLI continues as soon as it has a
   * complete reply, which may be before the stream's end.
   */
  async repliesEnded(): Promise<void> {
    if (this.#openReplies.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, MAX_WAIT);
    await Promise.race([Promise.all(this.#openReplies), promise]);
    clearTimeout(timer);
  }
}

/**
 * How the CLI asks for a summary in the place of a conversation that has grown
 * too long. That request has the agent's own system prompt, and hooks for that
 * moment would leave their names in the conversation.
 */
const SUMMARY = "Your task is to create a detailed summary of";

function asksForSummary({ lastOfUser }: RequestBody): boolean {
  return contentText(lastOfUser.content).includes(SUMMARY);
}

/** The CLI's version and a hash, which changes from one request to the next. */
const BILLING_HEADER = "x-anthropic-billing-header";

function systemText(system: unknown): string {
  if (typeof system === "string") return system;
  return listOf(system).map((block) => textOf(fieldsOf(block).text) ?? "")
    .filter((text) => !text.startsWith(BILLING_HEADER)).join("\n");
}
