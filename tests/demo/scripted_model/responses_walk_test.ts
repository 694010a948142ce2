import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  history,
  type Json,
  QUESTION,
  RESULTS,
  tool,
  TOOLS,
} from "./_conversation.ts";
import { ask, called, offered } from "./_responses.ts";

const ASKED = { role: "user", content: QUESTION };

Deno.test("scripted model walks over responses too", async () => {
  const answers: Json = {
    ...RESULTS,
    latest: {},
    list: [],
    history: history(),
  };
  const created = { id: "WO-9", priority: "high", status: "open" };
  const { turns, answer } = await walk({ ...answers, create: created });

  assertEquals(turns, [
    ["sites"],
    ["assets"],
    ["sensors", "latest", "failure_modes", "list"],
    ["history"],
    ["create"],
  ]);
  assertStringIncludes(answer, "Condenser fouling on Chiller 6 since 2026-06");
  assertStringIncludes(answer, "work order WO-9");
});

Deno.test("scripted model keeps to what a response may do", async () => {
  const answers: Json = {
    ...RESULTS,
    latest: {},
    list: [],
    history: history(),
  };
  const { turns, answer } = await walk(
    { ...answers, create: "Error: the book is full" },
    { parallel_tool_calls: false },
  );
  const none = await ask({
    input: QUESTION,
    tools: TOOLS.map(offered),
    tool_choice: "none",
  });
  const required = await ask({
    input: QUESTION,
    tools: [offered(TOOLS[4]!)],
    tool_choice: "required",
  });

  assertStringIncludes(answer, "Could not use create: Error: the book");
  assertEquals(turns.length, 8);
  assertEquals(turns.every(({ length }) => length === 1), true);
  assertEquals(none.output[0].type, "message");
  assertEquals(required.output[0].name, "history");
});

Deno.test("scripted model fits a response's schema", async () => {
  const schema = {
    type: "object",
    properties: { title: { type: "string" }, good: { type: "boolean" } },
    required: ["title", "good"],
  };
  const formats = [
    [{ type: "json_schema", name: "x", schema }, {
      title: QUESTION,
      good: false,
    }],
    [{ type: "json_object" }, {}],
  ];
  for (const [format, fitting] of formats) {
    const { output } = await ask({ input: QUESTION, text: { format } });
    assertEquals(JSON.parse(output[0].content[0].text), fitting);
  }
});

Deno.test("scripted model gives a strict tool null for what it leaves out", async () => {
  const argumentsFor = async (required: string[]) => {
    const parameters = {
      type: "object",
      properties: {
        site: { anyOf: [{ type: "string" }, { type: "null" }] },
        type: { type: ["string", "null"] },
        owner: { type: ["string", "null"] },
        extra: { type: ["string", "null"] },
      },
      required,
      additionalProperties: false,
    };
    const { output } = await ask({
      input: [ASKED, ...called("sites", {}, RESULTS.sites)],
      tools: [{ ...offered(tool("iot", "assets", {})), parameters }],
      tool_choice: { type: "function", name: "assets" },
    });
    return JSON.parse(output[0].arguments);
  };

  assertEquals(await argumentsFor(["site", "type", "owner"]), {
    type: "chiller",
    site: null,
    owner: null,
  });
  assertEquals(await argumentsFor(["unknown"]), { unknown: null });
});

/** Plays the agent: runs what is asked for until there is an answer. */
async function walk(
  answers: Json,
  more: Record<string, unknown> = {},
): Promise<{ turns: string[][]; answer: string }> {
  const input: Json[] = [ASKED];
  const turns: string[][] = [];
  for (;;) {
    const tools = TOOLS.map(offered);
    const { output } = await ask({ input, tools, ...more });
    if (output[0].type === "message") {
      return { turns, answer: output[0].content[0].text };
    }
    turns.push(output.map(({ name }: Json) => name));
    const ids = output.flatMap(({ id, call_id: callId }: Json) => [id, callId]);
    assertEquals(new Set(ids).size, ids.length);
    input.push(
      ...output,
      ...output.map(({ call_id: callId, name }: Json) => ({
        type: "function_call_output",
        call_id: callId,
        output: typeof answers[name] === "string"
          ? answers[name]
          : [{ type: "input_text", text: JSON.stringify(answers[name]) }],
      })),
    );
  }
}
