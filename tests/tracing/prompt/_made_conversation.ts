import {
  type MadeItem,
  type MadePiece,
  type MadePrompt,
  type MadeReply,
  type MadeTool,
  piecesOf,
  type Profile,
  promptTokens,
} from "./_made_prompt.ts";
import type { MadeWorld } from "./_made_world.ts";
import { madeText } from "./_made_texts.ts";
import type { Random } from "./_random.ts";

/** What a conversation is begun with. */
export interface ConversationInit {
  readonly world: MadeWorld;
  readonly random: Random;
  readonly profile: Profile;
  readonly model: string;
  readonly question: string;
}

/** A conversation of one agent with its model, as the program keeps it. */
export class MadeConversation implements MadePrompt {
  readonly world: MadeWorld;
  readonly random: Random;
  readonly profile: Profile;
  model: string;
  system: MadePiece;
  schema: MadePiece | undefined;
  tools: MadeTool[];
  items: MadeItem[];

  constructor({ world, random, profile, model, question }: ConversationInit) {
    this.world = world;
    this.random = random;
    this.profile = profile;
    this.model = model;
    const length = random.size(150, 9000);
    this.system = world.made("instructions", length, "markdown");
    this.schema = random.chance(0.08)
      ? world.made("output_schema", 400, "indented json")
      : undefined;
    const one = random.pick(world.tools);
    const servers = [one.server, random.pick(world.tools).server];
    this.tools = random.chance(0.15)
      ? [one]
      : world.tools.filter(({ server }) => servers.includes(server));
    const text = question === ""
      ? world.made("user", random.size(30, 1500), "prose")
      : world.piece("user", question);
    const image = random.chance(0.04)
      ? world.weighedPiece("user", "image", random.int(400, 1600))
      : undefined;
    this.items = [{ role: "user", text, ...(image && { image }) }];
  }

  get pieces(): MadePiece[] {
    return piecesOf(this, this.profile);
  }

  get tokens(): number {
    return promptTokens(this, this.profile);
  }

  /** What the model answers, which is added to the conversation. */
  reply(calls: readonly MadeTool[]): MadeReply {
    const { world, random, profile } = this;
    const hasText = calls.length === 0 || random.chance(0.6);
    const text = hasText
      ? world.made("assistant", random.size(30, calls.length ? 400 : 2500))
      : undefined;
    const made = calls.map((tool) => world.call(tool, profile.callFrame));
    const thought = profile.reasoning === "none" || random.chance(0.15)
      ? undefined
      : madeText(random, random.size(300, 4000), "prose");
    const { item, reasoningTokens } = this.#thought(thought);
    const shown = [...(text ? [text] : []), ...made.map(({ piece }) => piece)];
    const outputTokens = shown.reduce(
      (sum, { tokens, frame }) => sum + tokens + frame,
      profile.replyFrame + reasoningTokens,
    );
    const answer = {
      role: "assistant",
      ...(item && { reasoning: item }),
      ...(text && { text }),
      calls: made,
    } as const;
    this.items = [...this.items, answer];
    const isCounted = ["hidden", "kept", "skipped", "none"]
      .includes(profile.reasoning);
    return {
      item: answer,
      shownReasoning: profile.reasoning === "hidden" ? undefined : thought,
      outputTokens,
      reasoningTokens: isCounted ? reasoningTokens : undefined,
    };
  }

  /** Adds an element. */
  add(item: MadeItem): void {
    this.items = [...this.items, item];
  }

  #thought(
    text: string | undefined,
  ): { readonly item?: MadePiece; readonly reasoningTokens: number } {
    if (text === undefined) return { reasoningTokens: 0 };
    const piece = this.world.piece("reasoning", text);
    const reasoningTokens = piece.tokens;
    switch (this.profile.reasoning) {
      case "kept":
      case "uncounted":
        return { item: piece, reasoningTokens };
      case "skipped":
        return { item: { ...piece, tokens: 0 }, reasoningTokens };
      default:
        return { reasoningTokens };
    }
  }
}
