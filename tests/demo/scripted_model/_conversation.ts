import { assertEquals } from "@std/assert";
import { ASSETS, SITES } from "../../../demo/data/assets.ts";
import { hourOf, timeOf } from "../../../demo/data/calendar.ts";
import { FAILURE_MODES } from "../../../demo/data/failure_modes.ts";
import { readingsAt } from "../../../demo/data/readings.ts";
import { SENSORS } from "../../../demo/data/sensors.ts";
import { scriptedModelHandler } from "../../../demo/scripted_model/handler.ts";

export const QUESTION = "Why is Chiller 6 drawing more power?";

/** A JSON value that a test looks into. */
// deno-lint-ignore no-explicit-any
export type Json = any;

/** A tool as a test offers it, in whatever wire format. */
export interface OfferedTool {
  readonly name: string;
  readonly server: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
}

/** The demo's tools. */
export const TOOLS: readonly OfferedTool[] = [
  tool("iot", "sites", {}),
  tool("iot", "assets", { site: "string", type: "string" }, []),
  tool("iot", "sensors", { asset: "string" }),
  tool("iot", "latest", { asset: "string" }),
  tool("iot", "history", {
    asset: "string",
    sensors: "array",
    from: "string",
    to: "string",
  }),
  tool("workorders", "failure_modes", { asset_type: "string" }, []),
  tool("workorders", "list", { asset: "string" }, []),
  tool("workorders", "create", {
    asset: "string",
    title: "string",
    description: "string",
    priority: "string",
    failure_mode: "string",
  }, ["asset", "title", "description", "priority"]),
];

/** A tool whose arguments have the types given. */
export function tool(
  server: string,
  name: string,
  types: Record<string, string>,
  required: readonly string[] = Object.keys(types),
): OfferedTool {
  const properties = Object.fromEntries(
    Object.entries(types).map(([key, type]) => [key, { type }]),
  );
  return {
    name,
    server,
    description: `Does ${name}`,
    inputSchema: { type: "object", properties, required },
  };
}

/** A tool as chat completions has it. */
export function asFunction(
  { name, description, inputSchema }: OfferedTool,
  prefix = "",
): Json {
  return {
    type: "function",
    function: { name: prefix + name, description, parameters: inputSchema },
  };
}

/** Sends a request to a scripted model of its own. */
export async function send(path: string, body: unknown): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await scriptedModelHandler()(
    new Request(`http://127.0.0.1${path}`, { method: "POST", body: text }),
  );
}

/** Asks for a chat completion, and gives its message. */
export async function complete(body: Record<string, unknown>): Promise<Json> {
  const response = await send("/v1/chat/completions", body);
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.error.message);
  return reply.choices[0].message;
}

/** An assistant's tool call and its result, as chat completions has them. */
export function called(
  name: string,
  args: unknown,
  result: unknown,
): Json[] {
  const id = `call_${name}`;
  const content = typeof result === "string" ? result : JSON.stringify(result);
  return [
    {
      role: "assistant",
      content: null,
      tool_calls: [{
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(args) },
      }],
    },
    { role: "tool", tool_call_id: id, content },
  ];
}

/** What the demo's servers give on the way to the history. */
export const RESULTS: Readonly<Record<string, unknown>> = {
  sites: SITES.map((site) => ({
    ...site,
    assetTypes: { chiller: 6, pump: 4 },
  })),
  assets: ASSETS.filter(({ type }) => type === "chiller"),
  sensors: {
    asset: "CHILLER-6",
    sensors: SENSORS.chiller,
    readings: { from: "2026-01-01T00:00Z", to: "2026-06-30T23:00Z" },
  },
  "failure_modes": FAILURE_MODES.filter((mode) => mode.assetType === "chiller"),
};

/** Messages of the calls that gave {@linkcode RESULTS}. */
export function walked(...names: string[]): Json[] {
  return names.flatMap((name) => called(name, {}, RESULTS[name]));
}

/** A history of Chiller 6, and what a test changes in it. */
export function history(
  change: (row: (string | number)[], hour: number) => void = () => {},
  asset = "CHILLER-6",
): Json {
  const sensors = [
    "power_kw",
    "cop",
    "condenser_approach_k",
    "condenser_flow_lps",
  ];
  const first = hourOf("2026-06-01T00:00Z");
  const rows = Array.from({ length: 30 * 24 }, (_, hour) => {
    const readings = readingsAt({ id: asset, type: "chiller" }, first + hour);
    const values = sensors.map((id) => readings[id] ?? NaN);
    const row = [timeOf(first + hour), ...values];
    change(row, hour);
    return row;
  });
  return { asset, columns: ["time", ...sensors], rows };
}

/** The arguments that the model gives the one tool that it has to call. */
export async function argumentsOf(
  offered: OfferedTool,
  before: Json[],
  question = QUESTION,
): Promise<Json> {
  const { tool_calls: calls } = await complete({
    messages: [
      { role: "system", content: "Carry out one step" },
      { role: "user", content: question },
      ...before,
      { role: "user", content: `Step 9: use ${offered.name}` },
    ],
    tools: [asFunction(offered)],
    tool_choice: { type: "function", function: { name: offered.name } },
  });
  assertEquals(calls.length, 1);
  assertEquals(calls[0].function.name, offered.name);
  return JSON.parse(calls[0].function.arguments);
}
