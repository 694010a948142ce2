import { assertEquals } from "@std/assert";
import { dirname } from "node:path/posix";
import { staticGraph } from "../_helpers/static_graph.ts";

/** The rooms that each command of an agent loads, its agent's own apart. */
const ROOMS = [
  "adapters",
  "adapters/mcp",
  "adapters/shared",
  "cli",
  "cli/agent",
  "cli/shared",
  "command_line",
  "links/cli",
  "links/text",
  "runners",
  "runners/shared",
  "tracing",
  "tracing/base",
  "tracing/export",
  "tracing/http",
  "tracing/privacy",
  "tracing/prompt",
  "tracing/prompt/wire",
  "tracing/recorder",
  "tracing/settings",
  "turns/draw",
];

/** What each command loads beyond that, and of npm, before its first line. */
const COMMANDS = {
  plan_execute: {
    rooms: ["runners/plan_execute"],
    packages: ["deno-std", "zod"],
  },
  openai_agent: {
    rooms: ["adapters/openai_agents", "runners/openai_agent"],
    packages: ["deno-std", "zod"],
  },
  deep_agent: {
    rooms: ["adapters/langchain", "runners/deep_agent"],
    packages: ["deno-std", "zod"],
  },
  claude_agent: {
    rooms: ["adapters/claude_agent", "processes", "runners/claude_agent"],
    packages: [
      "@anthropic-ai/claude-agent-sdk",
      "@modelcontextprotocol/server",
      "deno-std",
      "zod",
    ],
  },
} as const;

for (const [name, { rooms, packages }] of Object.entries(COMMANDS)) {
  Deno.test(`${name} loads no other room and package before its first line`, async () => {
    const loaded = await staticGraph(`cli/${name}.ts`);
    const folders = loaded.files.map((file) => dirname(file));
    assertEquals(
      [...new Set(folders)].filter((folder) => folder !== ".").sort(),
      [...ROOMS, ...rooms].sort(),
    );
    assertEquals(loaded.packages, packages);
  });
}

Deno.test("what a command loads of tracing's exporters is the handle alone", async () => {
  const { files } = await staticGraph("cli/plan_execute.ts");
  assertEquals(files.filter((file) => dirname(file) === "tracing/export"), [
    "tracing/export/_deadline.ts",
    "tracing/export/handle.ts",
  ]);
});
