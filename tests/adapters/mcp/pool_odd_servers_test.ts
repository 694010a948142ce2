import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type McpCallResult, McpPool } from "../../../adapters/mcp.ts";
import { config, inRun, Spans, stdio } from "../_setup.ts";
import { raw, replies, reply } from "./_raw.ts";

const text = (text: string) => ({ content: [{ type: "text", text }] });
const tool = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  inputSchema: { type: "object" },
  ...more,
});

/** Calls each of the tools that a server answers for, by its name. */
async function callAll(
  calls: Readonly<Record<string, string>>,
  tools: readonly unknown[] = Object.keys(calls).map((name) => tool(name)),
): Promise<Record<string, McpCallResult>> {
  await using pool = await McpPool.open(
    config({ raw: raw(replies(tools, calls)) }),
  );
  const results: Record<string, McpCallResult> = {};
  for (const name of Object.keys(calls)) {
    results[name] = await pool.call({ server: "raw", tool: name });
  }
  return results;
}

Deno.test("McpPool.call() hands on what was said, whatever the outputSchema", async () => {
  const schemas = {
    dangling: { type: "object", properties: { a: { $ref: "#/$defs/none" } } },
    text_only: { type: "object", properties: {}, required: ["a"] },
    unfit: { type: "object", properties: { a: { type: "number" } } },
    no_regexp: { type: "object", properties: { a: { pattern: "(" } } },
    odd_format: { type: "object", properties: { a: { format: "no-such" } } },
    old_dialect: {
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "object",
    },
    no_object: { type: "array" },
    null_schema: null,
  };
  const said = { ...text("21.5"), structuredContent: { a: "b" } };
  const warned: unknown[] = [];
  const { warn, error } = console;
  const note = (...args: unknown[]) => void warned.push(...args);
  Object.assign(console, { warn: note, error: note });
  try {
    const results = await callAll(
      Object.fromEntries(
        Object.keys(schemas).map((name) => [
          name,
          reply({ result: name === "text_only" ? text("21.5") : said }),
        ]),
      ),
      Object.entries(schemas).map(([name, outputSchema]) =>
        tool(name, { outputSchema })
      ),
    );
    for (const name of Object.keys(schemas)) {
      assertEquals(results[name], { text: "21.5", isError: false }, name);
    }
  } finally {
    Object.assign(console, { warn, error });
  }
  assertEquals(warned, []);
});

Deno.test("McpPool.open() takes the tools that it can, and each as it is", async () => {
  const annotations = { readOnlyHint: true, mine: 1 };
  const properties = { a: { type: "number" }, b: true };
  await using pool = await McpPool.open(config({
    raw: raw(replies([
      { name: "no_type", inputSchema: { properties, required: ["a"] } },
      { name: "no_schema" },
      { name: "null_schema", inputSchema: null, description: null },
      { name: "list_schema", inputSchema: [] },
      {
        name: "nulls",
        title: null,
        inputSchema: { type: "object", properties: null, required: null },
        annotations: null,
        icons: "none",
        execution: 7,
        _meta: null,
      },
      tool("usual", { title: "Usual", description: "Is so", annotations }),
      { inputSchema: { type: "object" } },
      null,
      "text",
    ])),
  }));
  const shown = pool.tools.map(({ server: _, shownName: __, ...tool }) => tool);
  const inputSchema = { type: "object" };
  assertEquals(shown, [
    {
      name: "no_type",
      inputSchema: { properties, required: ["a"], type: "object" },
    },
    { name: "no_schema", inputSchema },
    { name: "null_schema", inputSchema },
    { name: "list_schema", inputSchema },
    { name: "nulls", inputSchema },
    {
      name: "usual",
      title: "Usual",
      description: "Is so",
      annotations,
      inputSchema,
    },
  ]);
});

Deno.test("McpPool.open() takes odd greetings and pages", async () => {
  const greetings: Record<string, unknown>[] = [
    { capabilities: { tools: {} } },
    { protocolVersion: "2025-06-18", capabilities: { tools: true } },
    {
      protocolVersion: "2025-11-25",
      capabilities: { tools: { listChanged: null }, logging: null },
      serverInfo: { name: "x" },
      instructions: null,
      _meta: null,
    },
    { protocolVersion: "2025-11-25", serverInfo: null },
  ];
  for (const greeting of greetings) {
    const said = {
      ...replies([], { echo: reply({ result: text("hello") }) }),
      initialize: reply({ result: greeting }),
      "tools/list": reply({
        result: { tools: [tool("echo")], nextCursor: null, _meta: null },
      }),
    };
    await using pool = await McpPool.open(config({ raw: raw(said) }));
    assertEquals(pool.tools.length, 1, JSON.stringify(greeting));
    const call = { server: "raw", tool: "echo" };
    assertEquals(await pool.call(call), { text: "hello", isError: false });
  }
});

Deno.test("McpPool.call() hands on results of kinds that nobody knows", async () => {
  const chart = { type: "chart", series: [1, 2] };
  const link = { type: "resource_link", uri: "nowhere", size: "big" };
  const results = await callAll({
    unknown: reply({ result: { content: [chart] } }),
    several: reply({
      result: { content: [...text("a").content, chart, link] },
    }),
    no_type: reply({ result: { content: [{ text: "a" }, null, 7] } }),
    text_null: reply({ result: { content: [{ type: "text", text: null }] } }),
    annotated: reply({
      result: {
        content: [{ type: "text", text: "a", annotations: { priority: 9 } }],
        isError: null,
      },
    }),
    null_meta: reply({ result: { ...text("a"), _meta: null } }),
    no_content: reply({ result: { structuredContent: { a: 1 } } }),
    null_content: reply({ result: { content: null, structuredContent: [1] } }),
    failed: reply({ result: { content: [chart], isError: true } }),
  });
  const json = JSON.stringify;
  assertEquals(
    Object.fromEntries(
      Object.entries(results).map(([name, { text }]) => [name, text]),
    ),
    {
      unknown: json(chart),
      several: `a\n${json(chart)}\n${json(link)}`,
      no_type: '{"text":"a"}\nnull\n7',
      text_null: '{"type":"text","text":null}',
      annotated: "a",
      null_meta: "a",
      no_content: '{"a":1}',
      null_content: "[1]",
      failed: json(chart),
    },
  );
  assertEquals(results.failed?.errorType, "tool_error");
  assertEquals(results.unknown?.isError, false);
});

Deno.test("McpPool.call() reads replies that are not quite JSON-RPC", async () => {
  const results = await callAll({
    both: reply({ result: text("a"), error: null }),
    extra: reply({ result: text("a"), time: 3 }),
    no_version: JSON.stringify({ id: "$id", result: text("a") })
      .replace('"$id"', "$id"),
    string_id: JSON.stringify({ jsonrpc: "2.0", id: "$id", result: text("a") }),
    null_result: reply({
      result: null,
      error: { code: -32050, message: "the historian is off" },
    }),
    error_extra: reply({
      error: { code: -32050, message: "the historian is off", kind: 2 },
    }),
  });
  const said = { text: "a", isError: false };
  const off = (name: string) => ({
    text: `Tool raw/${name} failed: the historian is off`,
    isError: true,
    errorType: "-32050",
  });
  assertEquals(results, {
    both: said,
    extra: said,
    no_version: said,
    string_id: said,
    null_result: off("null_result"),
    error_extra: off("error_extra"),
  });
});

Deno.test("McpPool.call() fails at once where the reply is malformed", async () => {
  using spans = new Spans();
  const malformed = {
    null: reply({ result: null }),
    text: reply({ result: "21.5" }),
    list: reply({ result: [] }),
    neither: reply({}),
    null_error: reply({ error: null }),
    content: reply({ result: { content: { type: "text", text: "a" } } }),
  };
  const results = await inRun((run) =>
    run.turn(() =>
      callAll({ ...malformed, text_error: reply({ error: "no such asset" }) })
    )
  );
  for (const name of Object.keys(malformed)) {
    const { text, isError, errorType } = results[name] ?? {};
    assertStringIncludes(text ?? "", `Tool raw/${name} failed: `);
    assertStringIncludes(text ?? "", "malformed");
    // A validator has more to say than a model can use.
    assert((text ?? "").length < 120, text);
    assertEquals([isError, errorType], [true, "SdkError"]);
  }
  assertEquals(
    results.text_error?.text,
    "Tool raw/text_error failed: no such asset",
  );
  const types = spans.named("tool.call").map(({ attributes }) =>
    attributes["error.type"]
  );
  // Not the timeout of 20 s.
  assertEquals([...new Set(types)], ["SdkError"]);
});

Deno.test("McpPool.open() fails at once, in a line, where a reply is malformed", async () => {
  for (const method of ["initialize", "tools/list"]) {
    for (const result of [null, 3, ...(method === "tools/list" ? [{}] : [])]) {
      const said = { ...replies([]), [method]: reply({ result }) };
      const error = await McpPool.open(config({ raw: raw(said) }))
        .then((pool) => pool.close(), (error) => error);
      assert(error instanceof Error);
      assertStringIncludes(error.message, "malformed");
      assert(error.message.length < 150, error.message);
    }
  }
});

Deno.test("McpPool leaves alone what a server prints beside its replies", async () => {
  const log = '{"id": $id, "level": "info", "msg": "called"}';
  const notice =
    '{"jsonrpc": "2.0", "method": "notifications/message", "params": null}';
  const result = await callAll({
    chatty: [log, "$id", "[]", notice, reply({ result: text("a") }), "null"]
      .join("\n"),
  });
  assertEquals(result.chatty, { text: "a", isError: false });
});

Deno.test("McpPool.open() reads a list to its end, however many pages it has", async () => {
  const paged = stdio(["paged", "100"]);
  await using pool = await McpPool.open(config({ paged }));
  assertEquals(pool.tools.length, 100);
  assertEquals(pool.tools.at(-1)?.name, "tool_99");
});
