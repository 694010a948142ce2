import { assertEquals, assertMatch } from "@std/assert";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { asks, following } from "../_helpers/conversation.ts";
import { calls, plans, replies } from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import {
  type CommandInit,
  Folder,
  printedResult,
  runCommand,
} from "./_command.ts";
import { startModel } from "./_model.ts";

/** A model that calls tools without an end, 100 tokens each. */
const forever = () =>
  following(({ messages }) =>
    asks(["echo", { text: "x" }, `id_${messages.length}`])
  );

const ECHO = { tool: "echo", server: "tools" };
const echoes = () =>
  replies(
    plans(ECHO, ECHO, ECHO),
    ...[1, 2, 3].map(() => calls(["echo", { text: "x" }])),
  );

const COMMANDS: readonly (readonly [
  NonNullable<CommandInit["task"]>,
  () => Handler,
  string,
])[] = [
  ["plan-execute", echoes, "openai/tested"],
  ["openai-agent", forever, "openai/tested"],
  ["deep-agent", forever, "openai/tested"],
  ["claude-agent", forever, "anthropic/tested"],
];

for (const [task, handler, id] of COMMANDS) {
  Deno.test(`${task} ends with 1 at its budget, and says what to cut`, async () => {
    using folder = new Folder();
    folder.servers({ tools: toolsServer() });
    await using model = startModel(handler());
    const { OPENAI_BASE_URL: baseUrl = "" } = model.env;
    const result = await runCommand([
      ...["--model-id", id, "--max-input-tokens", "150"],
      ...["--json", "question"],
    ], {
      task,
      cwd: folder.path,
      env: {
        ...model.env,
        ANTHROPIC_BASE_URL: baseUrl,
        ANTHROPIC_API_KEY: "key-of-the-test",
      },
    });
    assertEquals([result.code, model.requests.length], [1, 2], result.stderr);
    const { answer, error } = printedResult(result);
    assertEquals([answer, error?.type], ["", "token_budget"]);
    assertMatch(
      result.stderr,
      new RegExp(
        `^turnspan: The run has used 200 input tokens of at most 150, [^\\n]+\\n` +
          `${task}: Cannot go on past 150 input tokens: 200 were sent in 2 calls, ` +
          `\\d+ of them [^\\n]+; raise --max-input-tokens, or [^\\n]+\\n$`,
      ),
    );
  });
}

Deno.test("openai-agent ends with 1 after a prompt that is larger than it may be", async () => {
  using folder = new Folder();
  folder.servers({ tools: toolsServer() });
  await using model = startModel(forever());
  const { code, stdout, stderr } = await runCommand([
    ...["--model-id", "openai/tested", "--max-prompt-tokens", "99", "question"],
  ], { task: "openai-agent", cwd: folder.path, env: model.env });
  assertEquals([code, stdout, model.requests.length], [1, "", 1], stderr);
  assertMatch(
    stderr,
    /\nopenai-agent: Cannot go on past a prompt of 99 tokens: the largest had 100, .*; raise --max-prompt-tokens, or .*\n$/,
  );
});
