import { assert, assertEquals } from "@std/assert";
import {
  complete,
  type Json,
  type OfferedTool,
  QUESTION,
  send,
  tool,
  TOOLS,
} from "./_conversation.ts";

Deno.test("scripted model plans the diagnosis with the demo's tools", async () => {
  const steps = await planFor(TOOLS);

  assertEquals(
    steps.map(({ server, tool, depends_on: needs }) =>
      `${server}/${tool} ${needs}`
    ),
    [
      "iot/sites ",
      "iot/assets 1",
      "iot/sensors 2",
      "workorders/failure_modes 2",
      "iot/history 2,3,4",
      "null/null 2,3,4,5",
      "workorders/create 2,4,6",
      "workorders/list 2",
    ],
  );
  assertEquals(steps.map(({ id }) => id), [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("scripted model plans with the names that the tools are shown by", async () => {
  const shown = TOOLS.map((tool) => ({
    ...tool,
    name: `${tool.server}__${tool.name}`,
  }));
  const steps = await planFor(shown);

  assertEquals(steps[4].tool, "iot__history");
  assertEquals(steps[4].server, "iot");
});

Deno.test("scripted model leaves out of a plan what there is no tool for", async () => {
  const steps = await planFor(TOOLS.filter(({ server }) => server === "iot"));

  assertEquals(
    steps.map(({ tool, depends_on: needs }) => `${tool} ${needs}`),
    ["sites ", "assets 1", "sensors 2", "history 2,3", "null 2,3,4"],
  );
});

Deno.test("scripted model plans with tools it has never seen, harmless ones first", async () => {
  const steps = await planFor([
    tool("every", "get-env", {}),
    tool("every", "trigger-long-running-operation", {}),
    tool("every", "echo", { message: "string" }),
    tool("every", "get-structured-content", { location: "object" }),
    tool("every", "get-sum", { a: "number", b: "number" }),
    tool("files", "write_file", { path: "string", content: "string" }),
    tool("files", "list_directory", { path: "string" }),
    tool("files", "list_allowed_directories", {}),
  ]);

  assertEquals(
    steps.map(({ server, tool, depends_on: needs }) =>
      `${server}/${tool} ${needs}`
    ),
    [
      "every/echo ",
      "every/get-sum ",
      "files/list_allowed_directories ",
      "files/list_directory 3",
    ],
  );
});

Deno.test("scripted model reads descriptions with quotes and brackets", async () => {
  const odd = { ...TOOLS[0]!, description: 'Says "] and \\' };
  const steps = await planFor([odd, ...TOOLS.slice(1)]);

  assertEquals(steps[0].server, "iot");
});

Deno.test("scripted model plans a step of thought where no tool fits", async () => {
  const steps = await planFor([tool("files", "delete_all", {})]);

  assertEquals(steps.map(({ tool }) => tool), [null]);
});

Deno.test("scripted model plans again after a plan was rejected", async () => {
  const steps = await planFor(TOOLS, [
    { role: "assistant", content: '{"steps":[]}' },
    { role: "user", content: "This plan cannot be run: it has no steps" },
  ]);

  assertEquals(steps.length, 8);
});

Deno.test("scripted model plans over messages too", async () => {
  const response = await send("/v1/messages", {
    max_tokens: 1000,
    system: systemFor(TOOLS),
    messages: [{ role: "user", content: QUESTION }],
    output_config: {
      format: { type: "json_schema", schema: schemaFor(TOOLS) },
    },
  });
  const { content } = await response.json();

  assertEquals(JSON.parse(content[0].text).steps, await planFor(TOOLS));
});

Deno.test("scripted model writes only the step properties that the schema has", async () => {
  const schema = schemaFor(TOOLS);
  const { server: _, ...properties } = schema.properties.steps.items.properties;
  schema.properties.steps.items.properties = properties;
  const { content } = await complete({
    messages: [{ role: "user", content: QUESTION }],
    response_format: { type: "json_schema", json_schema: { schema } },
  });

  const [step] = JSON.parse(content).steps;
  assertEquals(Object.keys(step), ["id", "task", "tool", "depends_on"]);
});

Deno.test("scripted model fits other schemas as well", async () => {
  const schema = {
    type: "object",
    properties: { title: { type: "string" }, good: { type: "boolean" } },
    required: ["title", "good"],
  };
  const { content } = await complete({
    messages: [{ role: "user", content: QUESTION }],
    response_format: { type: "json_schema", json_schema: { schema } },
  });

  assertEquals(JSON.parse(content), { title: QUESTION, good: false });
});

async function planFor(
  tools: readonly OfferedTool[],
  more: Json[] = [],
): Promise<Json[]> {
  const schema = schemaFor(tools);
  const { content, tool_calls: calls } = await complete({
    messages: [
      { role: "system", content: systemFor(tools) },
      { role: "user", content: QUESTION },
      ...more,
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: "plan", strict: true, schema },
    },
  });
  assert(calls === undefined);
  return JSON.parse(content).steps;
}

function systemFor(tools: readonly OfferedTool[]): string {
  return `Plan [carefully].\nTools:\n[${
    tools.map((tool) => JSON.stringify(tool)).join(",\n")
  }]\nThat is "all".`;
}

function schemaFor(tools: readonly OfferedTool[]): Json {
  const oneOf = (names: string[]) => ({
    anyOf: [{ type: "string", enum: [...new Set(names)] }, { type: "null" }],
  });
  const properties = {
    id: { type: "integer" },
    task: { type: "string" },
    server: oneOf(tools.map(({ server }) => server)),
    tool: oneOf(tools.map(({ name }) => name)),
    "depends_on": { type: "array", items: { type: "integer" } },
  };
  const items = { type: "object", properties };
  return { type: "object", properties: { steps: { type: "array", items } } };
}
