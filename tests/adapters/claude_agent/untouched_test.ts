import { assertEquals } from "@std/assert";
import * as sdk from "@anthropic-ai/claude-agent-sdk";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { asks, following, says } from "../../_helpers/conversation.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import type { Json } from "./_scripted_cli.ts";

/** What a person says, each once the one before it was answered. */
const SAID = ["What is here?", "/compact", "And now?"];

/** Runs the real CLI with its own tools, as a person's program does. */
async function run(query: typeof sdk.query) {
  const { handler, requests } = recordingHandler(following(({ messages }) => {
    const last = messages.findLast(({ role }) => role !== "system");
    if (last?.role === "tool") return says("It is done");
    return last?.text.endsWith(SAID[0]!)
      ? asks(
        ["Bash", { command: "echo hi" }, "id_ok"],
        ["Bash", { command: "exit 4" }, "id_bad"],
        ["Nope", {}, "id_unknown"],
        ["Read", {}, "id_misfit"],
      )
      : says("<summary>So far</summary>");
  }));
  await using model = startScriptedModel({ handler });
  const folder = await Deno.makeTempDir();
  const messages: Json[] = [];
  const answered = SAID.map(() => Promise.withResolvers<void>());
  async function* input() {
    for (const [place, content] of SAID.entries()) {
      const message = { role: "user" as const, content };
      yield {
        type: "user" as const,
        message,
        parent_tool_use_id: null,
        session_id: "",
      };
      await answered[place]!.promise;
    }
  }
  let results = 0;
  try {
    const options = optionsIn(folder, model.baseUrl);
    for await (const message of query({ prompt: input(), options })) {
      messages.push(message);
      if (message.type === "result") answered[results++]!.resolve();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const bodies: Json[] = requests.flatMap(({ body }) =>
    body === undefined ? [] : [body]
  );
  return {
    said: messages.map(({ type, subtype, message }) =>
      plain({ type, subtype, content: message?.content }, folder)
    ),
    bodies: bodies.map(({ system, tools, messages }) =>
      plain({ system, tools, messages }, folder)
    ),
  };
}

function optionsIn(cwd: string, baseUrl: string): sdk.Options {
  const own = Object.entries(Deno.env.toObject())
    .filter(([name]) => !/^(ANTHROPIC|CLAUDE)/.test(name));
  return {
    cwd,
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    env: {
      ...Object.fromEntries(own),
      IS_SANDBOX: "1",
      CLAUDE_CONFIG_DIR: cwd,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      ANTHROPIC_BASE_URL: baseUrl,
      ANTHROPIC_API_KEY: "key-of-the-test",
    },
  };
}

/** The same without what differs from one run to the next. */
function plain(value: unknown, folder: string): unknown {
  const text = JSON.stringify(value)
    .replaceAll(folder, "/folder")
    .replaceAll(folder.replaceAll("/", "-"), "-folder")
    .replaceAll(/cc_version=[\w.]+/g, "cc_version")
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "uuid");
  return JSON.parse(text);
}

Deno.test("a traced query sends its model what the SDK's own does, and says the same", async () => {
  const own = await run(sdk.query);
  using recorder = new SpanRecorder();
  const traced = await run(traceQuery(sdk.query));
  // Two, one of them after tools; a summary; and one that goes on from it.
  assertEquals(own.bodies.length, 4);
  assertEquals(traced.bodies, own.bodies);
  assertEquals(traced.said, own.said);
  assertTrace(recorder);
});

function assertTrace(recorder: SpanRecorder): void {
  assertContract(recorder.spans);
  const lines = recorder.tree({ attributes: ["tool.name", "error.type"] })
    .replaceAll(/ (?:tool\.name|error\.type)="([^"]*)"/g, " $1")
    .replaceAll(/chat claude-\S+/g, "chat").split("\n");
  const isTool = (line: string) => line.trim().startsWith("tool.call ");
  // Those that were not run begin when their turn's results are told.
  assertEquals(lines.filter(isTool).toSorted(), [
    "    tool.call Bash",
    "    tool.call Bash tool_error",
    "    tool.call Nope unknown_tool",
    "    tool.call Read invalid_arguments",
  ]);
  assertEquals(
    lines.filter((line) => !isTool(line)).join("\n"),
    `agent.run
  agent.turn
    chat
      POST
  agent.turn
    chat
      POST
  POST
  agent.turn
    chat
      POST`,
  );
}
