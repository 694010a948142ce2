import type { Random } from "./_random.ts";

/** Texts that a scan of bytes may stumble over. */
const TEXTS = [
  "plain",
  "",
  '"quoted"',
  "back\\slash\\",
  "]}",
  '"messages":[',
  "line\nend\ttab",
  "ünïcödé 中文 😀",
  "\u2028\u0000",
  ",,,",
];

/** The body of a request, written as JSON, which changes in some way each time. */
export class MadeText {
  readonly #random: Random;
  readonly #list: "messages" | "input";
  #head: Record<string, unknown>;
  #tail: Record<string, unknown>;
  #elements: unknown[];
  #blank = "";

  constructor(random: Random) {
    this.#random = random;
    this.#list = random.pick(["messages", "input"]);
    this.#head = { model: "gpt-5", system: this.#text() };
    this.#tail = { tools: [{ type: "function", name: "add" }] };
    this.#elements = [this.#element()];
  }

  /** The next body. */
  next(): string {
    this.#change();
    const members = [
      ...Object.entries(this.#head),
      [this.#list, undefined] as const,
      ...Object.entries(this.#tail),
    ].map(([name, value]) =>
      `${JSON.stringify(name)}:${this.#blank}${
        value === undefined ? this.#written() : JSON.stringify(value)
      }`
    );
    return `{${members.join(",")}}`;
  }

  #written(): string {
    const elements = this.#elements.map((element) => JSON.stringify(element));
    return `[${elements.join(`,${this.#blank}`)}]`;
  }

  #change(): void {
    const random = this.#random;
    const elements = this.#elements;
    const at = random.int(0, Math.max(0, elements.length - 1));
    if (random.chance(0.6)) {
      elements.push(
        ...Array.from({ length: random.int(1, 3) }, () => this.#element()),
      );
      return;
    }
    random.pick([
      () => elements.splice(at, 1, this.#element()),
      () => elements.splice(at, 0, this.#element()),
      () => elements.splice(at, 1),
      () => elements.splice(random.int(0, elements.length)),
      () => elements.reverse(),
      () => elements.push(random.pick([1, null, "x", [], [{}], true])),
      () => this.#head = { ...this.#head, system: this.#text() },
      () => this.#tail = { ...this.#tail, user: this.#text() },
      () => this.#blank = random.pick(["", " ", "\n  "]),
      () => {},
    ])();
  }

  /** A message or an item. */
  #element(): unknown {
    const random = this.#random;
    const id = `c${random.int(0, 9)}`;
    const content = this.#text();
    return random.pick<() => unknown>([
      () => ({ role: "user", content }),
      () => ({ role: "system", content }),
      () => ({ role: "assistant", content: [{ type: "text", text: content }] }),
      () => ({ role: "user", content: [{ type: "image", source: content }] }),
      () => ({ role: "tool", tool_call_id: id, content }),
      () => ({ type: "function_call_output", call_id: id, output: content }),
      () => ({ type: "function_call", call_id: id, name: "add" }),
      () => ({ type: "item_reference", id }),
      () => ({
        role: "assistant",
        content: null,
        tool_calls: [{ id, function: { name: "add", arguments: content } }],
      }),
      () => ({
        role: "user",
        content: [{ type: "tool_result", tool_use_id: id, content }],
      }),
      () => ({ role: "assistant", content: [{ type: "compaction", content }] }),
      () => ({}),
    ])();
  }

  #text(): string {
    const random = this.#random;
    return Array.from({ length: random.int(0, 6) }, () => random.pick(TEXTS))
      .join(random.pick(["", " "]));
  }
}
