import { assertEquals } from "@std/assert";
import { asks, following, refuses, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";
import type { Json, ScriptedCli } from "./_scripted_cli.ts";

const SUB = { type: "text", text: "You are a sub-agent" };

/** Headers of a sub-agent's request. */
function from(id: string, parent?: string): Record<string, string> {
  return {
    "x-claude-code-agent-id": id,
    ...(parent === undefined ? {} : {
      "x-claude-code-parent-agent-id": parent,
    }),
  };
}

/** A sub-agent's request. */
function asked(prompt: string, context = ""): Json {
  const texts = [context, prompt].filter(Boolean);
  const content = texts.map((text) => ({ type: "text", text }));
  return turn({ system: [SUB], messages: [{ role: "user", content }] });
}

function delegates(prompt: string, id: string) {
  return ["Agent", { prompt, subagent_type: `reads ${prompt}` }, id] as const;
}

/** A call of the tool `Agent` begins, of the main agent unless said. */
function begins(cli: ScriptedCli, id: string, prompt: string, by: Json = {}) {
  return cli.hook("PreToolUse", {
    tool_name: "Agent",
    tool_use_id: id,
    tool_input: { prompt, subagent_type: `reads ${prompt}` },
    ...by,
  });
}

/** It ends. */
async function ends(cli: ScriptedCli, id: string, by: Json = {}) {
  await cli.hook("PostToolUse", { tool_use_id: id, ...by });
  const tool_calls = [{ tool_use_id: id, tool_response: "it is so" }];
  await cli.hook("PostToolBatch", { tool_calls, ...by });
}

const DONE = following(() => says("done"));

/** The names of the agents inside, by the id of the call that they are in. */
function agents({ spans }: Awaited<ReturnType<typeof queried>>) {
  const calls = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  return Object.fromEntries(
    spans.filter(({ name }) => name === "agent.invoke").map((span) => [
      calls.get(span.parentSpanContext?.spanId ?? "")
        ?.attributes["gen_ai.tool.call.id"],
      span.attributes["gen_ai.agent.name"],
    ]),
  );
}

Deno.test("a query's sub-agents are in the calls with their prompts", async () => {
  const outcome = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_a", "a");
    await begins(cli, "id_b", "b");
    await cli.ask(asked("b", "<system-reminder>a"), { headers: from("of b") });
    await cli.ask(asked("a"), { headers: from("of a") });
    for (const [agent, id] of [["of a", "id_a"], ["of b", "id_b"]] as const) {
      await cli.hook("SubagentStop", { agent_id: agent });
      await ends(cli, id);
    }
    await cli.ask(turn());
    cli.result("done");
  }, {
    handler: following(({ messages }) =>
      messages.some(({ text }) => text === "What is it?") &&
        !messages.some(({ role }) => role === "tool")
        ? asks(delegates("a", "id_a"), delegates("b", "id_b"))
        : says("done")
    ),
  });
  assertEquals(agents(outcome), { id_a: "reads a", id_b: "reads b" });
});

Deno.test("a query's sub-agents with one prompt are in the calls that the CLI names", async () => {
  const outcome = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_1", "same");
    await begins(cli, "id_2", "same");
    const started = { type: "system", subtype: "task_started" };
    cli.say({ ...started, task_id: "second", tool_use_id: "id_2" });
    cli.say({ ...started, task_id: "first", tool_use_id: "id_1" });
    // Whatever was said before it has been read.
    await cli.hook("SubagentStart", { agent_id: "second" });
    await cli.ask(asked("same"), { headers: from("second") });
    await cli.ask(asked("same"), { headers: from("first") });
    await cli.hook("SubagentStop", { agent_id: "second" });
    await cli.hook("StopFailure", { agent_id: "first", error: "gave up" });
    await ends(cli, "id_2");
    await ends(cli, "id_1");
    cli.result("done");
  }, {
    options: { hooks: { SubagentStart: [{ hooks: [() => tick()] }] } },
    handler: DONE,
  });
  const failed = outcome.spans.filter(({ name, status }) =>
    name === "agent.invoke" && status.code === 2
  );
  const [call] = failed.map(({ parentSpanContext }) =>
    outcome.spans.find((span) =>
      span.spanContext().spanId === parentSpanContext?.spanId
    )
  );
  assertEquals(failed.length, 1);
  assertEquals(call?.attributes["gen_ai.tool.call.id"], "id_1");
});

Deno.test("a query's sub-agents with one prompt are each in a call of its own", async () => {
  const outcome = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_1", "same");
    await begins(cli, "id_2", "same");
    for (const agent_id of ["first", "second"]) {
      await cli.ask(asked("same"), { headers: from(agent_id) });
      await cli.hook("SubagentStop", { agent_id });
    }
    await ends(cli, "id_1");
    await ends(cli, "id_2");
    cli.result("done");
  }, { handler: DONE });
  assertEquals(agents(outcome), { id_1: "reads same", id_2: "reads same" });
});

/** Lets the reader of the query have its turn. */
async function tick() {
  await new Promise((resolve) => setImmediate(resolve));
  return {};
}

Deno.test("a query's sub-agent has sub-agents of its own", async () => {
  const by = { agent_id: "outer" };
  const { tree } = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_outer", "outer");
    await cli.ask(asked("outer"), { headers: from("outer") });
    await begins(cli, "id_inner", "inner", by);
    await cli.ask(asked("inner"), { headers: from("inner", "outer") });
    await cli.hook("SubagentStop", { agent_id: "inner" });
    await ends(cli, "id_inner", by);
    await cli.ask(asked("outer"), { headers: from("outer") });
    await cli.hook("SubagentStop", by);
    await ends(cli, "id_outer");
    await cli.ask(turn());
    cli.result("done");
  }, { handler: DONE });
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call local Agent
      agent.invoke
        agent.turn
          chat tested
            POST
          tool.call local Agent
            agent.invoke
              agent.turn
                chat tested
                  POST
        agent.turn
          chat tested
            POST
  agent.turn
    chat tested
      POST`,
  );
});

Deno.test("a query's sub-agent fails, and the query goes on", async () => {
  const { tree, thrown } = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_a", "a");
    await cli.ask(asked("a"), { headers: from("of a") });
    await cli.hook("StopFailure", { agent_id: "of a", error: "server_error" });
    await cli.hook("PostToolUseFailure", { tool_use_id: "id_a" });
    const tool_calls = [{ tool_use_id: "id_a", tool_response: "API Error" }];
    await cli.hook("PostToolBatch", { tool_calls });
    await cli.ask(turn());
    cli.result("done");
  }, {
    handler: following(({ messages }) =>
      messages.some(({ text }) => text === "a")
        ? refuses(500, {}, "it is down")
        : says("done")
    ),
  });
  assertEquals(thrown, undefined);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call local Agent tool_error
      agent.invoke 500
        agent.turn 500
          chat tested 500
            POST 500
  agent.turn
    chat tested
      POST`,
  );
});

Deno.test("a query's agent in the background has only its requests in the trace", async () => {
  const { tree, thrown } = await queried(async (cli) => {
    await cli.ask(turn());
    await begins(cli, "id_a", "a");
    await ends(cli, "id_a");
    await cli.ask(asked("a"), { headers: from("of a") });
    await cli.hook("PreToolUse", {
      agent_id: "of a",
      tool_name: "Bash",
      tool_use_id: "id_bash",
    });
    await cli.hook("SubagentStop", { agent_id: "of a" });
    await cli.ask(turn());
    cli.result("done");
  }, { handler: DONE });
  assertEquals(thrown, undefined);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call local Agent
  POST
  agent.turn
    chat tested
      POST`,
  );
});
