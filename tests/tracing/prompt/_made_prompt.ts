/** A piece of a made-up prompt, and what it really holds. */
export interface MadePiece {
  /** The same for as long as the piece is the same. */
  readonly id: number;
  /** What the ledger is to call it. */
  readonly source: string;
  /** What the model is given of it. */
  readonly text: string;
  /** What a real tokenizer counts of that: none where the model skips it. */
  readonly tokens: number;
  /** What the endpoint counts for what frames it. */
  readonly frame: number;
}

/** A call that the assistant asks for. */
export interface MadeCall {
  readonly piece: MadePiece;
  readonly id: string;
  readonly tool: MadeTool;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A tool that the model is given. */
export interface MadeTool {
  readonly piece: MadePiece;
  readonly server: string;
  /** The server's own name for it. */
  readonly name: string;
  /** The name that the model is shown. */
  readonly shownName: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** An element of a conversation, in whatever wire format. */
export type MadeItem =
  | {
    readonly role: "user";
    readonly text: MadePiece;
    readonly image?: MadePiece;
  }
  | {
    readonly role: "assistant";
    readonly reasoning?: MadePiece;
    readonly text?: MadePiece;
    readonly calls: readonly MadeCall[];
  }
  | {
    readonly role: "tool";
    readonly result: MadePiece;
    readonly callId: string;
  };

/** Everything that one request gives to a model. */
export interface MadePrompt {
  readonly model: string;
  readonly system: MadePiece;
  readonly tools: readonly MadeTool[];
  readonly schema: MadePiece | undefined;
  readonly items: readonly MadeItem[];
}

/** How a model spends reasoning, and what becomes of it. */
export type Reasoning =
  /** It spends none. */
  | "none"
  /** Counted, and never shown. */
  | "hidden"
  /** Shown and not counted apart; the client does not send it back. */
  | "shown"
  /** Counted, sent back, and a part of the prompt. */
  | "kept"
  /** Counted and sent back, but the model is not given it. */
  | "skipped"
  /** Sent back and a part of the prompt, and not counted apart. */
  | "uncounted";

/** What holds for a whole run. */
export interface Profile {
  readonly format: "chat_completions" | "messages" | "responses";
  readonly streams: boolean;
  readonly reasoning: Reasoning;
  /** Tokens that frame a message, beside those of its pieces. */
  readonly messageFrame: number;
  readonly resultFrame: number;
  readonly callFrame: number;
  /** Tokens of a reply that no text of it holds. */
  readonly replyFrame: number;
  /** Tokens that a vendor adds to a request with tools. */
  readonly vendor: MadePiece | undefined;
}

/** What a model answers. */
export interface MadeReply {
  readonly item: Extract<MadeItem, { role: "assistant" }>;
  /** Reasoning that is in the reply, sent back or not. */
  readonly shownReasoning: string | undefined;
  readonly outputTokens: number;
  readonly reasoningTokens: number | undefined;
}

/** The pieces of a prompt, the vendor's own included. */
export function piecesOf(prompt: MadePrompt, profile: Profile): MadePiece[] {
  return [
    ...prompt.tools.map(({ piece }) => piece),
    ...(prompt.tools.length > 0 && profile.vendor ? [profile.vendor] : []),
    ...(prompt.schema ? [prompt.schema] : []),
    prompt.system,
    ...prompt.items.flatMap(piecesIn),
  ];
}

/** What the endpoint counts of a prompt. */
export function promptTokens(prompt: MadePrompt, profile: Profile): number {
  const messages = (prompt.items.length + 1) * profile.messageFrame;
  return piecesOf(prompt, profile).reduce(
    (sum, { tokens, frame }) => sum + tokens + frame,
    messages,
  );
}

function piecesIn(item: MadeItem): MadePiece[] {
  switch (item.role) {
    case "user":
      return item.image ? [item.text, item.image] : [item.text];
    case "tool":
      return [item.result];
    case "assistant":
      return [
        ...(item.reasoning ? [item.reasoning] : []),
        ...(item.text ? [item.text] : []),
        ...item.calls.map(({ piece }) => piece),
      ];
  }
}
