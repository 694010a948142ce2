import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { conversationIds } from "../_helpers/conversation_ids.ts";
import { assertContract } from "../_helpers/contract.ts";
import {
  asks,
  conversation,
  following,
  hangs,
  says,
} from "../_helpers/conversation.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import {
  type CommandInit,
  type CommandResult,
  Folder,
  outcome,
  printedResult,
  runCommand,
  startCommand,
  withImportMap,
} from "./_command.ts";
import { startModel } from "./_model.ts";

const AGENTS = ["openai-agent", "claude-agent", "deep-agent"] as const;

type Agent = (typeof AGENTS)[number];

/** A model id, and what says where its model is. */
const ROUTES = {
  "litellm_proxy/team/large": ["LITELLM_BASE_URL", "LITELLM_API_KEY"],
  "openai/gpt-x": ["OPENAI_BASE_URL", "OPENAI_API_KEY"],
  "anthropic/claude-x": ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY"],
} as const;

/** What an agent is asked with, where it is not said. */
function anyModel(task: Agent): keyof typeof ROUTES {
  return task === "claude-agent" ? "anthropic/claude-x" : "openai/gpt-x";
}

const CHAT = "/v1/chat/completions";

/** A gateway whose path is another than `/v1`. */
const GATEWAY = "/v1beta/openai/chat/completions gpt-x";

/** Model ids, what their address ends with, and what is asked then. */
const ASKED = {
  "openai-agent": [
    ["openai/gpt-x", "", `${CHAT} gpt-x`],
    ["openai/gpt-x", "/v1/", `${CHAT} gpt-x`],
    ["openai/gpt-x", "/v1beta/openai/", GATEWAY],
    ["litellm_proxy/team/large", "/v1", `${CHAT} team/large`],
  ],
  "claude-agent": [
    ["anthropic/claude-x", "", "/v1/messages claude-x"],
    ["anthropic/claude-x", "/v1/", "/v1/messages claude-x"],
    ["litellm_proxy/team/large", "/v1", "/v1/messages team/large"],
  ],
  "deep-agent": [
    ["openai/gpt-x", "", `${CHAT} gpt-x`],
    ["openai/gpt-x", "/v1/", `${CHAT} gpt-x`],
    ["openai/gpt-x", "/v1beta/openai/", GATEWAY],
    ["litellm_proxy/team/large", "/v1", `${CHAT} team/large`],
    ["anthropic/claude-x", "", "/v1/messages claude-x"],
  ],
} as const;

const echoes = (): Handler =>
  conversation(asks(["echo", { text: "hello" }]), says("It says hello"));

/** Runs a command against a model server that is not the demo's. */
async function ask(
  task: Agent,
  args: readonly string[],
  { folder, handler = echoes(), id = anyModel(task), suffix = "", env = {} }: {
    readonly folder: Folder;
    readonly handler?: Handler;
    readonly id?: keyof typeof ROUTES;
    readonly suffix?: string;
    readonly env?: CommandInit["env"];
  },
): Promise<CommandResult & { readonly models: readonly unknown[] }> {
  folder.servers({ tools: toolsServer() });
  await using model = startModel(handler);
  const [baseUrl, apiKey] = ROUTES[id];
  const result = await runCommand(["--model-id", id, ...args], {
    task,
    cwd: folder.path,
    env: {
      [baseUrl]: model.env.OPENAI_BASE_URL + suffix,
      [apiKey]: "key-of-the-test",
      ...env,
    },
  });
  const models = model.requests.map(({ path, body }) =>
    `${path} ${(body as { readonly model: string }).model}`
  );
  return { ...result, models };
}

for (const task of AGENTS) {
  const runner = task.replace("-", "_");

  Deno.test(`${task} works with any conforming server`, async () => {
    for (const [id, suffix, request] of ASKED[task]) {
      using folder = new Folder();
      const { code, stdout, stderr, models } = await ask(task, ["Say hello"], {
        folder,
        id,
        suffix,
      });
      assertEquals([code, stdout, stderr], [0, "It says hello\n", ""]);
      assertEquals(models, [request, request]);
    }
  });

  Deno.test(`${task} prints one AgentResult that its trace agrees with`, async () => {
    using folder = new Folder();
    const printed = await ask(
      task,
      [
        ...["--json", "--run-id", "r-1", "--conversation-id", "c-1"],
        "Say hello",
      ],
      {
        folder,
        env: { OTEL_TRACES_FILE: "traces.jsonl" },
      },
    );
    assertEquals(printed.code, 0, printed.stderr);
    const result = printedResult(printed);
    assertEquals(printed.stderr, `${task}: trace ${result.traceId}\n`);
    assertEquals([result.runner, result.runId], [runner, "r-1"]);
    const spans = otlpSpans(folder.read("traces.jsonl"));
    assertContract(spans);
    assertTrajectory(result, spans);
    assert(spans.some(({ name }) => name === "tool.call"));
    const ids = Object.values(conversationIds(spans)).flat();
    assertEquals(new Set(ids), new Set(["c-1"]));
  });

  Deno.test(`${task} says so when it needs more turns than it may take`, async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await ask(
      task,
      ["--max-turns", "1", "Say hello"],
      { folder },
    );
    assertEquals([code, stdout], [1, ""]);
    assertEquals(
      stderr,
      `${task}: Cannot take another turn: the limit is 1, set by --max-turns\n`,
    );
  });

  Deno.test(`${task} tells a model's error in one line`, async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await ask(task, ["Say hello"], {
      folder,
      handler: following(() => () =>
        Response.json(
          { error: { message: "Invalid key sk-1", type: "auth" } },
          { status: 401 },
        )
      ),
    });
    assertEquals([code, stdout], [1, ""]);
    assertMatch(stderr, new RegExp(`^${task}: [^\\n]*Invalid key[^\\n]*\\n$`));
  });

  for (
    const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const
  ) {
    Deno.test(`${task} exits ${exitCode} after ${signal} in a model call`, async () => {
      using folder = new Folder();
      folder.servers({ tools: toolsServer() });
      const model = hangs();
      await using server = startModel(conversation(model.reply));
      const id = anyModel(task);
      const [baseUrl, apiKey] = ROUTES[id];
      const child = startCommand(["--model-id", id, "Say hello"], {
        task,
        cwd: folder.path,
        env: {
          [baseUrl]: server.env.OPENAI_BASE_URL!,
          [apiKey]: "key-of-the-test",
          OTEL_TRACES_FILE: "traces.jsonl",
        },
      });
      await model.asked;
      child.kill(signal);
      const { code, stdout, stderr } = await outcome(child);
      assertEquals([code, stdout], [exitCode, ""]);
      assertStringIncludes(stderr, `${task}: Interrupted by ${signal}\n`);
      const spans = otlpSpans(folder.read("traces.jsonl"));
      assertContract(spans);
      assertEquals(
        spans.filter(({ status }) => status.code === 2).map(({ name }) => name)
          .toSorted(),
        ["POST", "agent.run", "agent.turn", `chat ${id.split("/")[1]}`],
      );
    });
  }

  Deno.test(`${task} has the help of the others`, async () => {
    const { code, stdout } = await runCommand(["--help"], { task });
    assertEquals(code, 0);
    const others = await runCommand(["--help"]);
    const flags = (help: string) => help.match(/^ {2}(-[-a-z]+)/gm);
    assertEquals(flags(stdout), flags(others.stdout));
    assertMatch(stdout, new RegExp(`^Usage: ${task} \\[options\\] <question>`));
  });
}

/** A framework of a version that the runner cannot use. */
const INCOMPATIBLE = {
  "openai-agent": {
    package: "@openai/agents",
    source: "export class Runner { start() {} }",
    said:
      /^openai-agent: Cannot trace this class: it has no run\(\) and no on\(\)\. Pass the Runner of @openai\/agents >=[^\n]+\n$/,
  },
  "claude-agent": {
    package: "@anthropic-ai/claude-agent-sdk",
    source: "export const tool = () => {};",
    said:
      /^claude-agent: Cannot use this version of @anthropic-ai\/claude-agent-sdk: it has no query\. Put [^\n]+ >=[^\n]+ import_map\.json[^\n]+\n$/,
  },
  "deep-agent": {
    package: "langchain",
    source: "export const tool = () => {};",
    said:
      /^deep-agent: Cannot use this version of langchain: it has no AIMessage and no [^\n]+\. Put langchain >=[^\n]+ import_map\.json[^\n]+\n$/,
  },
} as const;

for (const task of AGENTS) {
  Deno.test(`${task} says which framework it wants, and starts nothing`, async () => {
    using folder = new Folder();
    const { package: name, source, said } = INCOMPATIBLE[task];
    folder.write("framework.ts", source);
    const map = folder.importMap({ [name]: `${folder.path}/framework.ts` });
    folder.servers({ never: { command: "no-such-program" } });
    const { code, stdout, stderr } = await runCommand(
      ["--model-id", "demo", "Hello"],
      {
        task,
        cwd: folder.path,
        env: { AGENT_TRAJECTORY_DIR: "out" },
        flags: (flags) => withImportMap(flags, map),
      },
    );
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, said);
    assert(!folder.names.includes("out"));
  });
}

Deno.test("openai-agent refuses a model that it cannot speak to, and starts nothing", async () => {
  using folder = new Folder();
  const { code, stdout, stderr, models } = await ask("openai-agent", ["Hi"], {
    folder,
    id: "anthropic/claude-x",
    env: { AGENT_TRAJECTORY_DIR: "out" },
  });
  assertEquals([code, stdout, models], [2, "", []]);
  assertEquals(
    stderr,
    'openai-agent: Cannot use model "anthropic/claude-x": it is served over messages, and this runner uses chat_completions. A LiteLLM proxy serves both: --model-id litellm_proxy/<model>\n',
  );
  assertEquals(folder.names, ["mcp.json"]);
});
