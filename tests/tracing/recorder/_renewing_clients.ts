import { isJson, type Json } from "../../../tracing/base/json.ts";

/** A conversation of three requests, in one of the wire formats. */
export type Conversation = (step: number) => Json;

const INPUT = { text: "x".repeat(40_000) };
/** The arguments of the small call. */
export const SMALL = { id: "a", cache_control: "b" };
const RESULT = "a result of 27 bytes. ".repeat(5);
const NEXT = "the next one. ".repeat(200);

/** The size of the last result. */
export const NEXT_BYTES = NEXT.length;

const schema = {
  type: "object",
  properties: { id: { type: "string" }, cache_control: { type: "string" } },
};

/** The messages or items of a step, which each step adds two to. */
function upTo(step: number, ...steps: readonly (readonly unknown[])[]) {
  return steps.slice(0, step).flat();
}

function chatCall(id: string, input: unknown) {
  const called = { name: "latest", arguments: JSON.stringify(input) };
  return {
    role: "assistant",
    content: null,
    tool_calls: [{ id, type: "function", function: called }],
  };
}

/** The same conversation in each format: a large call, a small one, results. */
export const CONVERSATIONS = {
  "chat completions": (step) => ({
    model: "gpt-5",
    tools: ["latest", "other"].map((name) => ({
      type: "function",
      function: { name, parameters: schema },
    })),
    messages: upTo(
      step,
      [
        { role: "system", content: [{ type: "text", text: "be brief" }] },
        { role: "user", content: [{ type: "text", text: "what is it?" }] },
      ],
      [
        chatCall("c-1", INPUT),
        {
          role: "tool",
          tool_call_id: "c-1",
          content: [{ type: "text", text: RESULT }],
        },
      ],
      [
        chatCall("c-2", SMALL),
        {
          role: "tool",
          tool_call_id: "c-2",
          content: [{ type: "text", text: NEXT }],
        },
      ],
    ),
  }),
  messages: (step) => ({
    model: "gpt-5",
    tools: ["latest", "other"].map((name) => ({ name, input_schema: schema })),
    system: [{ type: "text", text: "be brief" }],
    messages: upTo(
      step,
      [{ role: "user", content: [{ type: "text", text: "what is it?" }] }],
      [
        {
          role: "assistant",
          content: [
            { type: "tool_use", id: "c-1", name: "latest", input: INPUT },
          ],
        },
        {
          role: "user",
          content: [{
            type: "tool_result",
            tool_use_id: "c-1",
            content: [{ type: "text", text: RESULT }],
          }],
        },
      ],
      [
        {
          role: "assistant",
          content: [
            { type: "tool_use", id: "c-2", name: "latest", input: SMALL },
          ],
        },
        {
          role: "user",
          content: [{
            type: "tool_result",
            tool_use_id: "c-2",
            content: [{ type: "text", text: NEXT }],
          }],
        },
      ],
    ),
  }),
  responses: (step) => ({
    model: "gpt-5",
    tools: ["latest", "other"].map((name) => ({
      type: "function",
      name,
      parameters: schema,
    })),
    instructions: "be brief",
    input: upTo(
      step,
      [{
        type: "message",
        role: "user",
        id: "msg-1",
        status: "completed",
        content: [{ type: "input_text", text: "what is it?" }],
      }],
      [
        {
          type: "function_call",
          id: "fc-1",
          status: "completed",
          call_id: "c-1",
          name: "latest",
          arguments: JSON.stringify(INPUT),
        },
        {
          type: "function_call_output",
          id: "fco-1",
          call_id: "c-1",
          output: [{ type: "input_text", text: RESULT }],
        },
      ],
      [
        {
          type: "function_call",
          id: "fc-2",
          status: "completed",
          call_id: "c-2",
          name: "latest",
          arguments: JSON.stringify(SMALL),
        },
        {
          type: "function_call_output",
          id: "fco-2",
          call_id: "c-2",
          output: [{ type: "input_text", text: NEXT }],
        },
      ],
    ),
  }),
} satisfies Record<string, Conversation>;

/** What a client changes from one request to the next. */
export type Renewal = (body: Json, step: number) => Json;

/** Changes what is anywhere in a request, innermost first. */
export function everywhere(
  body: Json,
  change: (value: Json, key: string) => unknown,
): Json {
  return JSON.parse(
    JSON.stringify(body),
    (key, value) => isJson(value) ? change(value, key) : value,
  );
}

/** Marks another one of what is found in each request. */
export function marks(
  isPlace: (value: Json) => boolean,
  mark: Json = { cache_control: { type: "ephemeral" } },
): Renewal {
  return (body, step) => {
    let found = 0;
    return everywhere(
      body,
      (value) =>
        isPlace(value) && found++ % 2 === step % 2
          ? { ...value, ...mark }
          : value,
    );
  };
}

/** Gives members of items, blocks and calls another value in each request. */
export function renews(...names: readonly string[]): Renewal {
  const isRenewed = (name: string, value: unknown) =>
    names.includes(name) && typeof value === "string";
  return (body, step) =>
    everywhere(body, (value) => {
      // What is called so in an argument is content.
      if (isSmall(value)) return value;
      const members = Object.entries(value).map(([name, one]) => [
        name,
        isRenewed(name, one) ? `${one}-${step}` : one,
      ]);
      return Object.fromEntries(members);
    });
}

/** Whether an object is the arguments of the small call. */
export function isSmall(value: Json): boolean {
  return value.cache_control === SMALL.cache_control;
}

/** Puts an entry of its own behind another one of a list in each request. */
export function puts(list: string, entry: Json): Renewal {
  return (body, step) =>
    everywhere(
      body,
      (value) =>
        Array.isArray(value[list])
          ? { ...value, [list]: value[list].toSpliced(step, 0, entry) }
          : value,
    );
}

/** Writes a single block of text as a text in every second request. */
export const plainTexts: Renewal = (body, step) =>
  everywhere(body, (value) =>
    Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        const [block, ...others] = Array.isArray(one) ? one : [];
        const isText = isJson(block) && typeof block.text === "string" &&
          others.length === 0;
        return [name, isText && step % 2 === 0 ? block.text : one];
      }),
    ));
