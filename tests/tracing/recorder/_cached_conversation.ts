import type { Json } from "../../../tracing/base/json.ts";

/** An entry of a conversation, whatever the wire format. */
export type Entry =
  | { readonly kind: "user" | "assistant"; readonly text: string }
  | {
    readonly kind: "call";
    readonly id: string;
    readonly name: string;
    readonly input: Json;
  }
  | { readonly kind: "result"; readonly id: string; readonly text: string };

/** A tool of a server. */
export interface Tool {
  readonly server: string;
  readonly name: string;
  readonly description: string;
}

/** All that a request is made of. */
export interface Conversation {
  readonly model: string;
  readonly system: string;
  readonly tools: readonly Tool[];
  readonly entries: readonly Entry[];
  /** Where the client puts its marks, beside that at the end. */
  readonly marks: "system" | "tools" | "none";
}

/** Writes a conversation in a wire format. */
export type Write = (conversation: Conversation) => Json;

const schema = {
  type: "object",
  properties: {
    unit: { type: "string", description: "The unit, as units_list names it" },
    from: { type: "string", format: "date-time" },
  },
  required: ["unit"],
};

/** Writes chat completions. */
export const toChat: Write = ({ model, system, tools, entries }) => ({
  model,
  tools: tools.map(({ name, description }) => ({
    type: "function",
    function: { name, description, parameters: schema },
  })),
  messages: [
    { role: "system", content: system },
    ...entries.map((entry) => {
      switch (entry.kind) {
        case "call": {
          const { id, name, input } = entry;
          const called = { name, arguments: JSON.stringify(input) };
          const call = { id, type: "function", function: called };
          return { role: "assistant", content: null, tool_calls: [call] };
        }
        case "result":
          return { role: "tool", tool_call_id: entry.id, content: entry.text };
        default:
          return { role: entry.kind, content: entry.text };
      }
    }),
  ],
});

/** Writes responses. */
export const toResponses: Write = ({ model, system, tools, entries }) => ({
  model,
  tools: tools.map(({ name, description }) => ({
    type: "function",
    name,
    description,
    parameters: schema,
  })),
  instructions: system,
  input: entries.map((entry) => {
    switch (entry.kind) {
      case "call": {
        const { id: call_id, name, input } = entry;
        const text = JSON.stringify(input);
        return { type: "function_call", call_id, name, arguments: text };
      }
      case "result": {
        const { id: call_id, text: output } = entry;
        return { type: "function_call_output", call_id, output };
      }
      default:
        return { role: entry.kind, content: entry.text };
    }
  }),
});

const MARK = { cache_control: { type: "ephemeral" } };

/** Writes messages, with a mark on the last block and one or none before it. */
export const toMessages: Write = (conversation) => {
  const { model, system, tools, entries, marks } = conversation;
  const last = entries.length - 1;
  return {
    model,
    max_tokens: 1_000,
    tools: tools.map(({ name, description }, place) => ({
      name,
      description,
      input_schema: schema,
      ...(marks === "tools" && place === tools.length - 1 && MARK),
    })),
    system: [{ type: "text", text: system, ...(marks === "system" && MARK) }],
    messages: entries.map((entry, place) => ({
      role: entry.kind === "call" || entry.kind === "assistant"
        ? "assistant"
        : "user",
      content: [{ ...blockOf(entry), ...(place === last && MARK) }],
    })),
  };
};

function blockOf(entry: Entry): Json {
  switch (entry.kind) {
    case "call": {
      const { id, name, input } = entry;
      return { type: "tool_use", id, name, input };
    }
    case "result": {
      const { id: tool_use_id, text } = entry;
      return { type: "tool_result", tool_use_id, content: text };
    }
    default:
      return { type: "text", text: entry.text };
  }
}

/** A source of numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number;

/** Makes such a source (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = "the pump of unit seven was stopped by its guard when pressure " +
  "in bearing oil fell below limits that were set last spring and nobody has " +
  "looked at vibration readings since maintenance replaced temperature sensors";

/** Some prose. */
export function prose(random: Random, words: number): string {
  const all = WORDS.split(" ");
  return Array.from({ length: words }, (_, place) => {
    const word = all[Math.floor(random() * all.length)]!;
    return place % 12 === 11 ? `${word}.` : word;
  }).join(" ");
}

/** Some readings, as JSON. */
export function readings(random: Random, count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, place) => ({
    at: `2026-03-${10 + place % 20}T0${place % 10}:15:00Z`,
    value: Math.round(random() * 10_000) / 100,
    unit: "mm/s",
  })));
}

/** A conversation before its first reply. */
export function begin(
  random: Random,
  model: string,
  marks: Conversation["marks"] = "system",
): Conversation {
  const tool = (server: string, name: string) => ({
    server,
    name,
    description: prose(random, 60 + Math.floor(random() * 200)),
  });
  return {
    model,
    marks,
    system: prose(random, 400 + Math.floor(random() * 1_500)),
    tools: [
      tool("iot", "history"),
      tool("orders", "list"),
      tool("iot", "latest"),
      tool("local", "think"),
    ],
    entries: [
      { kind: "user", text: prose(random, 20 + Math.floor(random() * 300)) },
    ],
  };
}

/** A call of a tool with an id, and what came of it. */
export function step(random: Random, place: number): readonly Entry[] {
  const id = `call-${place}`;
  const from = `2026-03-0${1 + place % 9}T00:00:00Z`;
  const name = place % 2 === 0 ? "history" : "latest";
  return [
    { kind: "call", id, name, input: { unit: `unit-${place}`, from } },
    { kind: "result", id, text: readings(random, 5 + random() * 60) },
  ];
}
