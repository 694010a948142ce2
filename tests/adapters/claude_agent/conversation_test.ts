import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { allOf, conversationIds } from "../../_helpers/conversation_ids.ts";
import { queried, sdk, toolResult, turn } from "./_queried.ts";
import { type Script, scriptedCli } from "./_scripted_cli.ts";

const NAMES = ["agent.run", "agent.turn", "chat tested", "tool.call"];

/** The SDK has a timer for ending the CLI, which it leaves behind. */
const LEAKS = { sanitizeOps: false, sanitizeResources: false };

/** Two turns with a tool between them; says of which session it is, or not. */
const usingTool = (session: object): Script => async (cli) => {
  cli.say({ type: "system", subtype: "init", ...session });
  await cli.ask(turn());
  const input = { tool_name: "Bash", tool_use_id: "id", tool_input: {} };
  await cli.hook("PreToolUse", input);
  await cli.hook("PostToolUse", input);
  cli.say({ ...toolResult("id", "a b"), ...session });
  await cli.hook("PostToolBatch", {
    tool_calls: [{ tool_use_id: "id", tool_response: "a b" }],
  });
  await cli.ask(turn());
  cli.result("done", session);
};

const handler = () => conversation(asks(["Bash", {}, "id"]), says("done"));

Deno.test("a query's conversation is the CLI's session", async () => {
  const { spans, thrown } = await queried(
    usingTool({ session_id: "e96634a3" }),
    { handler: handler() },
  );
  assertEquals(thrown, undefined);
  assertEquals(conversationIds(spans), allOf("e96634a3", NAMES));
});

Deno.test("a query's conversation is not made up", async () => {
  for (const session_id of [null, "", 7]) {
    const { spans } = await queried(usingTool({ session_id }), {
      handler: handler(),
    });
    assertEquals(conversationIds(spans), allOf(undefined, NAMES));
  }
});

Deno.test("a query in a run has that run's conversation", LEAKS, async () => {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler: handler() });
  await traceRun(
    { runner: "mine", model: "tested", conversationId: "mine" },
    async () => {
      const query = traceQuery(sdk.query)({
        prompt: "What is it?",
        options: {
          env: { ANTHROPIC_BASE_URL: model.baseUrl },
          settingSources: [],
          spawnClaudeCodeProcess: scriptedCli(
            usingTool({ session_id: "e96634a3" }),
          ),
        },
      });
      for await (const _ of query) {
        // Read to its end.
      }
    },
  );
  assertEquals(conversationIds(recorder.spans), allOf("mine", NAMES));
});
