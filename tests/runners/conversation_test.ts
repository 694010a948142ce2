import { assertEquals } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { agentTimeline } from "../_helpers/agent_timeline.ts";
import { asks, conversation, says } from "../_helpers/conversation.ts";
import { conversationIds } from "../_helpers/conversation_ids.ts";
import * as replies from "../_helpers/replies.ts";
import { recordingHandler } from "../_helpers/scripted_model.ts";
import { AGENT_LOOPS } from "./_agent_loops.ts";
import { config, runScripted, type ScriptedRun } from "./_run.ts";

const SESSION_ID = "x-litellm-session-id";

/** A runner in one of its wire formats, and what makes it call `echo`. */
interface Tested extends Required<Pick<ScriptedRun, "runner" | "api">> {
  readonly name: string;
  readonly handler: () => ScriptedRun["handler"];
}

const RUNNERS: readonly Tested[] = [
  {
    name: "plan_execute",
    runner: planExecute,
    api: "chat_completions",
    handler: () =>
      replies.replies(
        replies.plans({ tool: "echo", server: "tools" }),
        replies.calls(["echo", { text: "x" }]),
        replies.says("done"),
      ),
  },
  ...AGENT_LOOPS.map(({ name, runner, api }) => ({
    name,
    runner,
    api,
    handler: () => conversation(asks(["echo", { text: "x" }]), says("done")),
  })),
];

for (const { name, handler, ...tested } of RUNNERS) {
  const run = (more: Partial<ScriptedRun>) =>
    runScripted({ ...tested, handler: handler(), ...more });

  Deno.test(`${name} names the conversation on every span, and to a proxy`, async () => {
    const { spans, requests, result } = await run({
      conversationId: "c 1 é",
      proxy: true,
    });

    assertEquals(result.answer, "done");
    const ids = Object.values(conversationIds(spans));
    assertEquals(new Set(ids.flat()), new Set(["c 1 é"]));
    const sent = requests.map(({ headers }) => headers.get(SESSION_ID));
    assertEquals(new Set(sent), new Set(["c 1 é"]));
  });

  Deno.test(`${name} gives each operation what Honeycomb's Agent Timeline asks for`, async () => {
    const { spans } = await run({ conversationId: "c-1" });

    const { missing, shown } = agentTimeline(spans);
    assertEquals(missing, []);
    // The run, a chat a request, and the call of the tool.
    assertEquals(shown >= 4, true);
  });

  Deno.test(`${name} keeps the conversation from other endpoints`, async () => {
    const { spans, requests } = await run({ conversationId: "c-1" });

    const [ids] = Object.values(conversationIds(spans));
    assertEquals(ids, ["c-1"]);
    const sent = requests.filter(({ headers }) => headers.has(SESSION_ID));
    assertEquals(sent, []);
  });

  Deno.test(`${name} sends a proxy no conversation that is no header's value`, async () => {
    for (const conversationId of ["a\nb", " c", "c\u0001", "対話"]) {
      const { spans, requests, result } = await run({
        conversationId,
        proxy: true,
      });

      assertEquals(result.answer, "done");
      const [ids] = Object.values(conversationIds(spans));
      assertEquals(ids, [conversationId]);
      const sent = requests.filter(({ headers }) => headers.has(SESSION_ID));
      assertEquals(sent, []);
    }
  });

  Deno.test(`${name} names the conversation to a proxy where nothing is recorded`, async () => {
    assertEquals(await sentUntraced(tested, handler(), "c-1"), ["c-1"]);
    assertEquals(await sentUntraced(tested, handler()), [null]);
  });
}

/** What a proxy is told of the conversation with tracing off. */
async function sentUntraced(
  { runner, api }: { runner: Runner; api: Tested["api"] },
  answers: ScriptedRun["handler"],
  conversationId?: string,
): Promise<unknown[]> {
  const { handler, requests } = recordingHandler(answers);
  await using model = startScriptedModel({ handler });
  await runAgent(runner, "What is it?", {
    model: {
      id: "litellm_proxy/tested",
      name: "tested",
      provider: "openai",
      api,
      baseUrl: model.baseUrl,
      apiKey: "key",
      callIds: true,
    },
    mcp: config({}),
    ...(conversationId === undefined ? {} : { conversationId }),
  });
  const sent = requests.map(({ headers }) => headers.get(SESSION_ID));
  return [...new Set(sent)];
}
