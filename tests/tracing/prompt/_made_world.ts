import { rememberServer } from "../../../tracing/base/tool_servers.ts";
import type { CountTokens } from "../../../demo/scripted_model/wire/tokenizer.ts";
import type {
  MadeCall,
  MadePiece,
  MadeTool,
  Profile,
  Reasoning,
} from "./_made_prompt.ts";
import { madeText, snake, type TextKind, word } from "./_made_texts.ts";
import type { Random } from "./_random.ts";

const SERVERS = ["iot", "crm", "git", "files"];

/** How many results of about the same length a tool has. */
const RESULTS_OF_A_TOOL = 120;

/** A text and what a real tokenizer counts of it: counting takes its time. */
interface Counted {
  readonly text: string;
  readonly tokens: number;
}

/** How often a model spends reasoning, and how. */
const REASONING: readonly Reasoning[] = [
  ...Array<Reasoning>(11).fill("none"),
  ...Array<Reasoning>(3).fill("hidden"),
  "shown",
  "kept",
  "kept",
  "skipped",
  "uncounted",
];

/** What all made-up conversations are made of. */
export class MadeWorld {
  readonly tools: readonly MadeTool[];
  readonly #random: Random;
  readonly #count: CountTokens;
  readonly #results: readonly Counted[];
  #ids = 0;
  /** Where the results of each tool begin. */
  readonly #habits = new Map<string, number>();

  constructor(random: Random, count: CountTokens) {
    this.#random = random;
    this.#count = count;
    this.#results = Array.from({ length: 700 }, () => {
      const text = madeText(random, random.size(60, 9000));
      return { text, tokens: count(text) };
    }).toSorted((one, other) => one.tokens - other.tokens);
    this.tools = SERVERS.flatMap((server) =>
      Array.from({ length: 6 }, () => this.tool(server))
    );
  }

  /** A piece whose text a tokenizer counts. */
  piece(source: string, text: string, frame = 0): MadePiece {
    const tokens = this.#count(text);
    return { id: this.#ids++, source, text, tokens, frame };
  }

  /** A piece of another size than its text: what is no text, or is skipped. */
  weighedPiece(source: string, text: string, tokens: number): MadePiece {
    return { id: this.#ids++, source, text, tokens, frame: 0 };
  }

  /** A result, as long as others of its tool, and of any kind of text. */
  result(source: string, frame: number): MadePiece {
    let habit = this.#habits.get(source);
    if (habit === undefined) {
      habit = this.#random.int(0, this.#results.length - RESULTS_OF_A_TOOL);
      this.#habits.set(source, habit);
    }
    const drawn = this.#random.int(0, RESULTS_OF_A_TOOL - 1);
    const counted = this.#results[habit + drawn]!;
    return { id: this.#ids++, source, ...counted, frame };
  }

  /** A piece of new text. */
  made(source: string, length: number, kind?: TextKind): MadePiece {
    return this.piece(source, madeText(this.#random, length, kind));
  }

  /** A tool of a server. */
  tool(server: string): MadeTool {
    const name = `${snake(this.#random)}_${this.#ids}`;
    const shownName = `${server}_${name}`;
    const length = this.#random.size(40, 500);
    const description = madeText(this.#random, length, "prose");
    const names = Array.from(
      { length: this.#random.int(1, 6) },
      () => snake(this.#random),
    );
    const schema = {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, {
        type: this.#random.pick(["string", "number", "boolean"]),
        description: madeText(this.#random, 30, "prose"),
      }])),
      required: names.slice(0, 2),
    };
    rememberServer({ name: shownName, description }, server);
    const text = JSON.stringify({ name: shownName, description, schema });
    const piece = this.piece(`tools:${server}`, text, this.#random.int(3, 9));
    return { piece, server, name, shownName, description, schema };
  }

  /** A call of a tool. */
  call(tool: MadeTool, frame: number): MadeCall {
    const input = Object.fromEntries(
      Object.keys(tool.schema.properties ?? {}).map((name) => [
        name,
        this.#random.pick([
          () => word(this.#random),
          () => this.#random.int(0, 9999),
          () => madeText(this.#random, this.#random.size(8, 300), "prose"),
        ])(),
      ]),
    );
    const text = `${tool.shownName}\n${JSON.stringify(input)}`;
    const piece = this.piece("assistant", text, frame);
    return { piece, id: `call_${piece.id}`, tool, input };
  }

  /** What holds for a run. */
  profile(model: string, format: Profile["format"]): Profile {
    const random = this.#random;
    const tokens = random.int(368, 674);
    return {
      format,
      streams: random.chance(0.5),
      reasoning: random.pick(REASONING),
      messageFrame: random.int(3, 5),
      resultFrame: random.int(0, 4),
      callFrame: random.int(2, 7),
      replyFrame: random.int(0, 2),
      vendor: model.includes("claude")
        ? this.weighedPiece("vendor", "", tokens)
        : undefined,
    };
  }
}
