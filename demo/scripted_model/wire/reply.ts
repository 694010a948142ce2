import type { Call, Decision, ModelRequest } from "../decide/request.ts";
import type { CountTokens } from "./tokenizer.ts";

const TOKENS_A_MESSAGE = 3;

/** When a reply was made. Fixed, since the demo has no clock: 2026-07-01T00:00Z. */
export const CREATED = 1_782_864_000;

/** What the model answers, whatever wire format it goes out in. */
export interface Reply {
  /** Digits that tell this reply from every other. */
  readonly digest: string;
  /** The model's name, as asked for. */
  readonly model: string;
  /** Its text. */
  readonly text: string;
  /** The tools that it calls. */
  readonly calls: readonly Call[];
  /** Tokens of the request. */
  readonly inputTokens: number;
  /** Tokens of the reply. */
  readonly outputTokens: number;
}

/**
 * Makes the reply that carries out a decision.
 *
 * Ids come from the body alone: the same request gets the same reply.
 */
export async function replyTo(
  request: ModelRequest,
  { text, calls }: Decision,
  { body, count, idPrefix }: {
    readonly body: string;
    readonly count: CountTokens;
    readonly idPrefix: string;
  },
): Promise<Reply> {
  const digest = await digestOf(body);
  return {
    digest,
    model: request.model,
    text,
    calls: calls.map((call, index) => ({
      ...call,
      id: `${idPrefix}${digest.slice(0, 20)}${
        index.toString(16).padStart(4, "0")
      }`,
    })),
    inputTokens: promptTokens(request, count),
    outputTokens: count(text) + calls.reduce(
      (sum, { name, args }) => sum + count(name) + count(JSON.stringify(args)),
      0,
    ),
  };
}

/**
 * Counts a prompt: the tokens of every text in it, and three for each message
 * and for the start of the reply, as chat models have them.
 */
export function promptTokens(
  { messageCount, pieces }: ModelRequest,
  count: CountTokens,
): number {
  return pieces.reduce((sum, piece) => sum + count(piece), 0) +
    TOKENS_A_MESSAGE * (messageCount + 1);
}

async function digestOf(body: string): Promise<string> {
  const bytes = new TextEncoder().encode(body);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
