import { Buffer } from "node:buffer";
import { RESULT, type Step } from "./work.ts";

/** A message of a request. */
interface Message {
  readonly role: "system" | "user" | "assistant" | "tool";
}

/** A call that a turn made. */
interface ToldCall {
  readonly name: string;
  readonly callId: string;
  readonly input: object;
  /** When it began, by `performance.now()`. */
  readonly begin: number;
}

/** A turn of the trajectory. */
interface ToldTurn {
  readonly index: number;
  readonly text: string;
  readonly usage: Step["response"]["usage"];
  durationMs: number;
  readonly toolCalls: object[];
}

/**
 * The least that somebody adds who makes spans by hand, to tell which turn made
 * a prompt grow: a trajectory and, of each request, the bytes of each role and
 * which of them has grown most. No source is told by its tool, and no token.
 */
export class Told {
  readonly turns: ToldTurn[] = [];
  /** What the span of the turn says of its prompt. */
  prompt: Record<string, string | number> = {};
  /** How many messages the request before had. */
  #messages = 0;

  /** Reads a request. */
  request(body: string): void {
    const messages: readonly Message[] = JSON.parse(body).messages;
    const bytes = { system: 0, user: 0, assistant: 0, tool: 0 };
    const grown = { ...bytes };
    for (const [place, message] of messages.entries()) {
      const size = Buffer.byteLength(JSON.stringify(message));
      bytes[message.role] += size;
      if (place >= this.#messages) grown[message.role] += size;
    }
    this.#messages = messages.length;
    const [grewBy = "", grewByBytes = 0] =
      Object.entries(grown).sort(([, a], [, b]) => b - a)[0] ?? [];
    this.prompt = {
      "turn.prompt.bytes.instructions": bytes.system,
      "turn.prompt.bytes.messages": bytes.user + bytes.assistant,
      "turn.prompt.bytes.results": bytes.tool,
      "turn.prompt.grew_by": grewBy,
      "turn.prompt.grew_by_bytes": grewByBytes,
    };
  }

  /** Begins a turn of the trajectory. */
  turn(index: number, { response: { usage } }: Step): void {
    const toolCalls: object[] = [];
    this.turns.push({ index, text: "", usage, durationMs: 0, toolCalls });
  }

  /** Adds a call that has ended. */
  tool({ begin, ...call }: ToldCall): void {
    const durationMs = performance.now() - begin;
    const line = { ...call, server: "iot", output: RESULT, durationMs };
    this.turns.at(-1)?.toolCalls.push(line);
  }

  /** Ends the turn. */
  turnEnded(durationMs: number): void {
    const turn = this.turns.at(-1);
    if (turn !== undefined) turn.durationMs = durationMs;
  }
}
