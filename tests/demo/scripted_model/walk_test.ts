import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  asFunction,
  called,
  complete,
  history,
  type Json,
  type OfferedTool,
  QUESTION,
  RESULTS,
  send,
  tool,
  TOOLS,
} from "./_conversation.ts";

const ANSWERS: Readonly<Record<string, unknown>> = {
  ...RESULTS,
  latest: { asset: "CHILLER-6", readings: { cop: 5.2 } },
  list: [],
  history: history(),
  create: { id: "WO-9", title: "t", priority: "high", status: "open" },
};
const DIAGNOSIS = [
  ["sites"],
  ["assets"],
  ["sensors", "latest", "failure_modes", "list"],
  ["history"],
  ["create"],
];

Deno.test("scripted model walks the diagnosis, tools of both servers side by side", async () => {
  const { turns, answer } = await walk(TOOLS);

  assertEquals(turns, DIAGNOSIS);
  assertStringIncludes(
    answer,
    "Condenser fouling on Chiller 6 since 2026-06-12",
  );
  assertStringIncludes(answer, "work order WO-9");
});

Deno.test("scripted model knows its tools behind a prefix", async () => {
  const { turns } = await walk(TOOLS, { prefix: "mcp__plant__" });

  assertEquals(turns, DIAGNOSIS);
});

Deno.test("scripted model asks for one tool a turn where it must", async () => {
  const { turns } = await walk(TOOLS, { more: { parallel_tool_calls: false } });

  assertEquals(turns, DIAGNOSIS.flat().map((name) => [name]));
});

Deno.test("scripted model opens no work order for an asset that is well", async () => {
  const well = { ...ANSWERS, history: history(() => {}, "CHILLER-3") };
  const { turns, answer } = await walk(TOOLS, {
    question: "Is Chiller 3 all right?",
    answers: well,
  });

  assertEquals(turns, DIAGNOSIS.slice(0, -1));
  assertStringIncludes(answer, "No lasting change on Chiller 3");
});

Deno.test("scripted model carries on after a failed call, and says so", async () => {
  const failing = { ...ANSWERS, latest: "Error: timed out after 60 s" };
  const { turns, answer } = await walk(TOOLS, { answers: failing });

  assertEquals(turns, DIAGNOSIS);
  assertStringIncludes(answer, "Condenser fouling on Chiller 6");
  assertStringIncludes(answer, "Could not use latest: Error: timed out");
});

Deno.test("scripted model gives up where the asset does not exist", async () => {
  const { turns, answer } = await walk(TOOLS, {
    question: "Why is Chiller 42 hot?",
  });

  assertEquals(turns, [["sites"], ["assets"]]);
  assertStringIncludes(answer, "names no asset that exists");
});

Deno.test("scripted model walks tools it has never seen, one after what it needs", async () => {
  const { turns } = await walk([
    tool("f", "write_file", { path: "string" }),
    tool("f", "list_allowed_directories", {}),
    tool("f", "list_directory", { path: "string" }),
  ], {
    answers: {
      list_allowed_directories: "Allowed directories:\n/tmp/in",
      list_directory: "[FILE] a.txt",
    },
  });

  assertEquals(turns, [["list_allowed_directories"], ["list_directory"]]);
});

Deno.test("scripted model calls no tool that it is told not to, and one that it has to", async () => {
  const asked = {
    messages: [{ role: "user", content: QUESTION }],
    tools: [asFunction(TOOLS[4]!)],
  };
  const none = await complete({ ...asked, tool_choice: "none" });
  const required = await complete({ ...asked, tool_choice: "required" });

  assertEquals(none.tool_calls, undefined);
  assertEquals(required.tool_calls[0].function.name, "history");
});

Deno.test("scripted model walks over messages too", async () => {
  const messages: Json[] = [{ role: "user", content: QUESTION }];
  const turns: string[][] = [];
  for (;;) {
    const response = await send("/v1/messages", {
      max_tokens: 1000,
      messages,
      tools: TOOLS.map(({ name, description, inputSchema }) => ({
        name,
        description,
        input_schema: inputSchema,
      })),
    });
    const { content, stop_reason: reason } = await response.json();
    if (reason === "end_turn") break;
    turns.push(content.map(({ name }: Json) => name));
    const results = content.map(({ id, name }: Json) => ({
      type: "tool_result",
      tool_use_id: id,
      content: JSON.stringify(ANSWERS[name]),
    }));
    messages.push({ role: "assistant", content });
    messages.push({ role: "user", content: results });
  }

  assertEquals(turns, DIAGNOSIS);
});

interface WalkOptions {
  readonly prefix?: string;
  readonly question?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly more?: Record<string, unknown>;
}

/** Plays the agent: runs what is asked for until there is an answer. */
async function walk(
  tools: readonly OfferedTool[],
  { prefix = "", question = QUESTION, answers = ANSWERS, more = {} }:
    WalkOptions = {},
): Promise<{ turns: string[][]; answer: string }> {
  const messages: Json[] = [{ role: "user", content: question }];
  const turns: string[][] = [];
  for (;;) {
    const reply = await complete({
      messages,
      tools: tools.map((tool) => asFunction(tool, prefix)),
      ...more,
    });
    if (reply.tool_calls === undefined) return { turns, answer: reply.content };
    messages.push(reply);
    const names = reply.tool_calls.map((call: Json) =>
      call.function.name.slice(prefix.length)
    );
    turns.push(names);
    for (const [index, { id }] of reply.tool_calls.entries()) {
      const [, result] = called("", {}, answers[names[index]]);
      messages.push({ ...result, tool_call_id: id });
    }
  }
}
