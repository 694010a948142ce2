import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  argumentsOf,
  called,
  complete,
  QUESTION,
  tool,
} from "./_conversation.ts";

const SUM_UP = { role: "user", content: "Answer the question now." };

Deno.test("scripted model makes up arguments for tools it has never seen", async () => {
  const schema = {
    type: "object",
    $defs: { unit: { enum: ["metric", "imperial"] } },
    properties: {
      unit: { $ref: "#/$defs/unit" },
      limit: { type: "integer", minimum: 10, maximum: 20 },
      page: { type: "number", default: 3 },
      kind: { const: "text" },
      deep: { type: "boolean" },
      who: { anyOf: [{ type: "null" }, { type: "string", examples: ["me"] }] },
      tags: { type: "array", items: { type: "string", maxLength: 3 } },
      inner: {
        type: "object",
        properties: { message: { type: ["string", "null"] } },
        required: ["message"],
      },
      extra: { type: "string" },
    },
    required: [
      "unit",
      "limit",
      "page",
      "kind",
      "deep",
      "who",
      "tags",
      "inner",
    ],
  };
  const odd = { ...tool("x", "odd", {}), inputSchema: schema };

  assertEquals(await argumentsOf(odd, []), {
    unit: "metric",
    limit: 10,
    page: 3,
    kind: "text",
    deep: false,
    who: "me",
    tags: ["Why"],
    inner: { message: QUESTION },
  });
});

Deno.test("scripted model takes values for unknown tools from results and question", async () => {
  const directory = tool("files", "list_directory", { path: "string" });
  const sum = tool("every", "get-sum", { a: "number", b: "number" });
  const reader = tool("every", "read", { resource_id: "string" });
  const listed = called(
    "list_allowed_directories",
    {},
    "Allowed directories:\n/tmp/files/in",
  );
  const found = called("find", {}, { items: [{ resource_id: "r-1" }] });

  assertEquals(await argumentsOf(directory, listed), { path: "/tmp/files/in" });
  assertEquals(await argumentsOf(reader, found), { resource_id: "r-1" });
  assertEquals(await argumentsOf(sum, [], "What is 17 plus 4.5?"), {
    a: 17,
    b: 4.5,
  });
});

Deno.test("scripted model takes no other tool for its own by the name alone", async () => {
  const list = tool("files", "list", { folder: "string" });

  assertEquals(Object.keys(await argumentsOf(list, [])), ["folder"]);
});

Deno.test("scripted model quotes what unknown tools said", async () => {
  const { content } = await complete({
    messages: [
      { role: "user", content: "What is 17 plus 4.5?" },
      ...called("get-sum", { a: 17, b: 4.5 }, "The sum is 21.5"),
      ...called("say", {}, "Echo: Error is human"),
      ...called("echo", {}, "MCP error -32602: bad message"),
      ...called("read", {}, "EISDIR: illegal operation"),
      SUM_UP,
    ],
  });

  assertStringIncludes(content, "- get-sum: The sum is 21.5");
  assertStringIncludes(content, "- say: Echo: Error is human");
  assertStringIncludes(content, "Could not use echo: MCP error -32602");
  assertStringIncludes(content, "Could not use read: EISDIR: illegal");
});
