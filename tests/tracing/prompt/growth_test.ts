import { assertEquals } from "@std/assert";
import { grownFrom } from "../../../tracing/prompt/growth.ts";
import {
  type ReadRequest,
  RequestReader,
} from "../../../tracing/prompt/request_reader.ts";

/** A request, of whose calls the recorder knows nothing. */
function read(request: unknown): ReadRequest {
  const reader = new RequestReader(() => undefined);
  return reader.read(request, { model: "gpt-5" })!;
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

const nothing = read({ messages: [] });

for (const [format, request] of Object.entries(HISTORIES)) {
  Deno.test(`Prompt finds whose results 200,000 unknown calls of ${format} had`, () => {
    const withCalls = read(request);
    const pieces = withCalls.pieces.filter(({ kind }) => kind !== "result");

    // The calls' own JSON is larger, and so is told first.
    assertEquals(grownFrom(nothing, withCalls)?.source, "assistant");
    assertEquals(
      grownFrom({ ...withCalls, pieces }, withCalls)?.source,
      "local/tool_1",
    );
  });
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
  const before = read({ messages: calls });

  assertEquals(
    grownFrom(before, read({ messages: [...calls, result("c", "xxx")] })),
    { source: "local/first", bytes: 3 },
  );
  assertEquals(
    grownFrom(before, read({ messages: [...calls, result("d", "xx")] })),
    { source: "local/tool", bytes: 2 },
  );
});
