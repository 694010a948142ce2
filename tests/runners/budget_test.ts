import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import {
  asks,
  conversation,
  following,
  hangs,
  says,
} from "../_helpers/conversation.ts";
import { calls, plans, replies, says as tells } from "../_helpers/replies.ts";
import { recordingHandler } from "../_helpers/scripted_model.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { type AgentLoop, loopTree, testEachLoop } from "./_agent_loops.ts";
import { config, runScripted } from "./_run.ts";

const ECHO = { tool: "echo", server: "tools" };

/** Calls that go on and on: each reply reports 100 tokens. */
const FOREVER = () =>
  following(({ messages }) =>
    asks(["echo", { text: "x" }, `id_${messages.length}`])
  );

testEachLoop("asks no further once its budget is used up", async (loop) => {
  const { result, requests, tree } = await loop.run({
    budget: { inputTokens: 150 },
    handler: FOREVER(),
  });
  assertEquals(requests.length, 2);
  assertEquals(
    tree,
    loopTree("token_budget", { tools: ["echo"] }, { tools: ["echo"] }),
  );
  assertEquals(result.answer, "");
  assertEquals(result.error?.type, "token_budget");
  const { message = "" } = result.error ?? {};
  assertStringIncludes(
    message,
    "Cannot go on past 150 input tokens: 200 were sent in 2 calls, ",
  );
  assertStringIncludes(message, "; raise --max-input-tokens, or ");
});

testEachLoop(
  "asks no further after a prompt that is too large",
  async (loop) => {
    const { result, requests, tree } = await loop.run({
      budget: { promptTokens: 300 },
      handler: conversation(
        asks(["echo", { text: "x" }, "id_1"]),
        {
          ...asks(["echo", { text: "x" }, "id_2"]),
          usage: { input: 301, output: 5 },
        },
        says("too late"),
      ),
    });
    assertEquals(requests.length, 2);
    assertEquals(
      tree,
      loopTree("token_budget", { tools: ["echo"] }, { tools: ["echo"] }),
    );
    const { message = "" } = result.error ?? {};
    assertStringIncludes(
      message,
      "Cannot go on past a prompt of 300 tokens: the largest had 301, ",
    );
    assertStringIncludes(message, "; raise --max-prompt-tokens, or ");
  },
);

testEachLoop("answers with the reply that used its budget up", async (loop) => {
  const { result, requests } = await loop.run({
    budget: { inputTokens: 150, promptTokens: 99 },
    handler: conversation(says("done")),
  });
  assertEquals([result.answer, result.error], ["done", undefined]);
  assertEquals(requests.length, 1);
});

testEachLoop("is the same within a budget as with none", async (loop) => {
  const told = async (
    budget?: { inputTokens: number; promptTokens: number },
  ) => {
    const { result, tree, requests } = await loop.run({
      ...(budget && { budget }),
      handler: conversation(
        asks(["echo", { text: "x" }, "id_1"]),
        says("done"),
      ),
    });
    const { answer, usage, error } = result;
    return { answer, usage, error, tree, requests: requests.length };
  };
  assertEquals(
    await told({ inputTokens: 1_000_000, promptTokens: 1_000_000 }),
    await told(),
  );
});

testEachLoop("keeps to its budget with tracing off", async (loop) => {
  const { handler, requests } = recordingHandler(FOREVER());
  await using model = startScriptedModel({ handler });
  const result = await runAgent(loop.runner, "What is it?", {
    model: {
      id: "openai/tested",
      name: "tested",
      provider: "openai",
      api: loop.api,
      baseUrl: model.baseUrl,
      apiKey: "key",
    },
    mcp: config({ tools: toolsServer() }),
    budget: { inputTokens: 150 },
  });
  assertEquals(requests.length, 2);
  assertEquals(result.traceId, undefined);
  assertEquals(result.error?.type, "token_budget");
  assert((result.promptSources ?? []).length > 1);
});

testEachLoop(
  "stops its agents side by side, one of them in the middle of a request",
  async (loop) => {
    const { reply, asked } = hangs();
    const sent: string[] = [];
    const handler = following(async (request) => {
      const [{ text = "" } = {}] = request.messages.filter(({ role }) =>
        role === "user"
      );
      const agent = text === "What is it?" ? "main" : text;
      sent.push(agent);
      if (agent === "main") {
        return asks(delegated("left", loop), delegated("right", loop));
      }
      if (agent === "right") return reply;
      // Both are under way when the budget is used up.
      await asked;
      return {
        ...asks(["echo", { text: "x" }, "id_left_1"]),
        usage: { input: 1_000, output: 5 },
      };
    });
    const { result, tree } = await loop.run({
      handler,
      budget: { inputTokens: 500 },
    });
    assertEquals(sent.toSorted(), ["left", "main", "right"]);
    assertEquals(result.error?.type, "token_budget");
    const name = loop.runner === claudeAgent ? "Agent" : "task";
    assertEquals(
      tree.split("\n").map((line) => line.trimEnd()),
      `agent.run token_budget
  agent.turn cancelled
    chat tested
      POST
    tool.call ${name} cancelled
      agent.invoke cancelled
        agent.turn
          chat tested
            POST
          tool.call echo
    tool.call ${name} cancelled
      agent.invoke cancelled
        agent.turn cancelled
          chat tested cancelled
            POST cancelled`.split("\n"),
    );
  },
  ({ runner }) => runner.summary.includes("sub-agents"),
);

/** A call that hands a task to a sub-agent. */
function delegated(prompt: string, { runner }: AgentLoop) {
  const name = runner === claudeAgent ? "Agent" : "task";
  const input = { subagent_type: "data_analyst", description: prompt, prompt };
  return [name, input, `id_${prompt}`] as const;
}

Deno.test("plan_execute asks no further once its budget is used up", async () => {
  const { result, requests, tree } = await runScripted({
    runner: planExecute,
    budget: { inputTokens: 150 },
    handler: replies(
      plans(ECHO, ECHO),
      calls(["echo", { text: "x" }]),
      calls(["echo", { text: "x" }]),
      tells("too late"),
    ),
  });
  assertEquals(requests.length, 2);
  assertEquals(result.error?.type, "token_budget");
  assertEquals(
    tree,
    `agent.run token_budget
  agent.turn plan
    chat tested
      POST
  agent.turn execute
    chat tested
      POST
    tool.call echo
  agent.turn execute cancelled`,
  );
});

Deno.test("plan_execute answers with the reply that used its budget up", async () => {
  const { result, requests } = await runScripted({
    runner: planExecute,
    budget: { inputTokens: 250 },
    handler: replies(plans({}), tells("1"), tells("done")),
  });
  assertEquals([result.answer, result.error], ["done", undefined]);
  assertEquals(requests.length, 3);
});
