import { assertEquals } from "@std/assert";
import { Prompt } from "../../../tracing/prompt/growth.ts";
import { readRequest } from "../../../tracing/prompt/wire/read_request.ts";

/** The prompt of a request, of whose calls the recorder knows nothing. */
function promptOf(request: unknown): Prompt {
  return new Prompt(readRequest(request)?.parts ?? [], () => undefined);
}

const CALLS = 200_000;
const places = Array.from({ length: CALLS }, (_, place) => place);

/** One unknown history in each wire format: as many calls, and their results. */
const HISTORIES = {
  "chat completions": {
    messages: [
      {
        role: "assistant",
        tool_calls: places.map((place) => ({
          id: `c-${place}`,
          function: { name: `tool_${place % 2}`, arguments: "{}" },
        })),
      },
      ...places.map((place) => ({
        role: "tool",
        tool_call_id: `c-${place}`,
        content: `${place} ${"x".repeat(place % 2)}`,
      })),
    ],
  },
  messages: {
    messages: [
      {
        role: "assistant",
        content: places.map((place) => ({
          type: "tool_use",
          id: `c-${place}`,
          name: `tool_${place % 2}`,
          input: {},
        })),
      },
      {
        role: "user",
        content: places.map((place) => ({
          type: "tool_result",
          tool_use_id: `c-${place}`,
          content: `${place} ${"x".repeat(place % 2)}`,
        })),
      },
    ],
  },
  responses: {
    input: [
      ...places.map((place) => ({
        type: "function_call",
        call_id: `c-${place}`,
        name: `tool_${place % 2}`,
        arguments: "{}",
      })),
      ...places.map((place) => ({
        type: "function_call_output",
        call_id: `c-${place}`,
        output: `${place} ${"x".repeat(place % 2)}`,
      })),
    ],
  },
};

for (const [format, request] of Object.entries(HISTORIES)) {
  Deno.test(`Prompt finds whose results 200,000 unknown calls of ${format} had`, () => {
    const assistant = promptOf({ messages: [] });
    const withCalls = promptOf(request);
    const only = withoutCalls(request);

    // The calls' own JSON is larger, and so is told first.
    assertEquals(withCalls.grownFrom(assistant)?.source, "assistant");
    assertEquals(withCalls.grownFrom(only)?.source, "local/tool_1");
  });
}

/** A prompt that holds the calls, and none of their results. */
function withoutCalls(request: object): Prompt {
  const { parts } = readRequest(request)!;
  return new Prompt(
    parts.filter(({ kind }) => kind !== "result"),
    () => undefined,
  );
}

Deno.test("Prompt names the first call of an id, and a tool where there is none", () => {
  const call = (name: string) => ({
    role: "assistant",
    tool_calls: [{ id: "c", function: { name, arguments: "" } }],
  });
  const result = (id: string, content: string) => ({
    role: "tool",
    tool_call_id: id,
    content,
  });
  const calls = [call("first"), call("second")];
  const before = promptOf({ messages: calls });

  assertEquals(
    promptOf({ messages: [...calls, result("c", "xxx")] }).grownFrom(before),
    { source: "local/first", bytes: 3 },
  );
  assertEquals(
    promptOf({ messages: [...calls, result("d", "xx")] }).grownFrom(before),
    { source: "local/tool", bytes: 2 },
  );
});
