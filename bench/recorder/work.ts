import { SpanKind, type SpanOptions } from "@opentelemetry/api";
import type { ModelResponse } from "@turnspan/turnspan";

/** The model that answers. */
export const MODEL = "gpt-5";

/** Where requests would go. */
export const MODEL_URL = "https://models.example/v1/chat/completions";

/** What the span of a request is made with by hand. */
export const POST: SpanOptions = {
  kind: SpanKind.CLIENT,
  attributes: {
    "http.request.method": "POST",
    "server.address": "models.example",
    "server.port": 443,
    "url.full": MODEL_URL,
  },
};

/** A tool call that the model asks for. */
export interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the model says in one turn. */
export interface Step {
  readonly calls: readonly Call[];
  /** Its reply as it comes over the wire. */
  readonly reply: typeof BLANK;
  /** The same as text. */
  readonly text: string;
  /** The same in the words of this project. */
  readonly response: ModelResponse;
}

/** The tools, and what the model gives them. */
const TOOLS = [
  { name: "history", input: { days: 30 } },
  { name: "latest", input: {} },
];

/** A reply without its calls. */
const BLANK = {
  id: "chatcmpl-1",
  object: "chat.completion",
  model: MODEL,
  choices: [{
    index: 0,
    finish_reason: "tool_calls",
    message: {
      role: "assistant",
      content: null,
      tool_calls: [] as readonly unknown[],
    },
  }],
  usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
};

/** Tokens of the first prompt, and by how many each next one is larger. */
const FIRST_PROMPT = 400;
const GROWTH = 480;
const OUTPUT = 80;

/** Made once, so that nobody is measured making them. */
const steps = new Map<number, Step>();

/**
 * Looks up what the model says in a turn: two calls, with ids of their own.
 *
 * @param turn The turn.
 * @returns The calls, and the reply with them.
 */
export function stepOf(turn: number): Step {
  const step = steps.get(turn) ?? newStep(turn);
  steps.set(turn, step);
  return step;
}

function newStep(turn: number): Step {
  const calls = TOOLS.map((tool) => ({ ...tool, id: `${tool.name}_${turn}` }));
  const [choice] = BLANK.choices;
  const message = { ...choice!.message, tool_calls: calls.map(onTheWire) };
  const inputTokens = FIRST_PROMPT + GROWTH * (turn - 1);
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: OUTPUT,
    total_tokens: inputTokens + OUTPUT,
  };
  const reply = { ...BLANK, choices: [{ ...choice!, message }], usage };
  const response = {
    id: BLANK.id,
    model: MODEL,
    finishReasons: ["tool_calls"],
    usage: { inputTokens, outputTokens: OUTPUT },
    toolCalls: calls,
  };
  return { calls, reply, text: JSON.stringify(reply), response };
}

function onTheWire({ id, name, input }: Call): unknown {
  const call = { name, arguments: JSON.stringify(input) };
  return { id, type: "function", function: call };
}

/** What each tool returns: some 500 bytes. */
export const RESULT: string = JSON.stringify(
  Array.from({ length: 12 }, (_, hour) => ({ hour, powerKw: 312.5 + hour })),
);

/** The header that says which turn a request is of. */
const TURN = "x-turn";

/**
 * Answers requests in this process, at once, in the place of the network: its
 * noise would hide what is measured.
 */
export function answerHere(): void {
  const headers = { "content-type": "application/json" };
  globalThis.fetch = (_input, init) => {
    const turn = Number(new Headers(init?.headers).get(TURN));
    return Promise.resolve(new Response(stepOf(turn).text, { headers }));
  };
}

/** What an agent sends: it grows by two calls and their results a turn. */
export class Conversation {
  #turn = 1;
  readonly #messages: unknown[] = [
    { role: "system", content: "You look after a plant. ".repeat(40) },
    { role: "user", content: "Why does Chiller 6 draw more power?" },
  ];
  readonly #tools = TOOLS.map(({ name }) => ({
    type: "function",
    function: { name, description: `The ${name} of a sensor`, parameters: {} },
  }));

  /** What the next request is sent with. */
  request(headers: Record<string, string> = {}): RequestInit {
    const type = "application/json";
    return {
      method: "POST",
      headers: { "content-type": type, [TURN]: `${this.#turn}`, ...headers },
      body: JSON.stringify({
        model: MODEL,
        messages: this.#messages,
        tools: this.#tools,
      }),
    };
  }

  /** Adds what the model asked for, and what came of it. */
  addTurn(): void {
    const { calls, reply } = stepOf(this.#turn++);
    this.#messages.push(reply.choices[0]!.message);
    for (const { id } of calls) {
      this.#messages.push({ role: "tool", tool_call_id: id, content: RESULT });
    }
  }
}
