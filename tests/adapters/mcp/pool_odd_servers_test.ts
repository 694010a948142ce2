import { assertEquals } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { config, stdio } from "../_setup.ts";
import { callAll, raw, replies, reply, text, tool } from "./_raw.ts";

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

Deno.test("McpPool.open() reads a list to its end, however many pages it has", async () => {
  const paged = stdio(["paged", "100"]);
  await using pool = await McpPool.open(config({ paged }));
  assertEquals(pool.tools.length, 100);
  assertEquals(pool.tools.at(-1)?.name, "tool_99");
});
