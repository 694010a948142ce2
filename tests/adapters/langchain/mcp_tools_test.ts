import { assertEquals, assertStringIncludes } from "@std/assert";
import { mcpTools, traceAgent } from "@turnspan/turnspan/langchain";
import { McpPool } from "@turnspan/turnspan/mcp";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { toolsServer } from "../../_helpers/tools_server.ts";
import { config } from "../../runners/_run.ts";
import { named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "mcpTools() makes tools whose calls the pool records",
  async ({ langchain }) => {
    const pool = await McpPool.open(
      config({ a: toolsServer("a_"), b: toolsServer("b_") }),
      { run: null },
    );
    await using _ = pool;
    const { tree, spans, requests } = await traced(
      conversation(
        asks(
          ["a_sent", {}, "id_sent"],
          ["b_fail", { text: "no such thing" }, "id_fail"],
          ["b_echo", { text: 7 }, "id_misfit"],
        ),
        says("done"),
      ),
      (model) =>
        traceAgent(langchain.createAgent({
          model,
          tools: mcpTools(pool, langchain.tool),
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call a_sent
    tool.call b_fail tool_error
    tool.call b_echo invalid_arguments
  agent.turn langchain
    chat tested
      POST`,
    );
    const calls = named(spans, "tool.call");
    assertEquals(
      calls.map(({ attributes: a }) => [
        a["gen_ai.tool.call.id"],
        a["tool.server"],
      ]).toSorted(),
      [["id_fail", "b"], ["id_misfit", "local"], ["id_sent", "a"]],
    );
    const sent = calls.find(({ attributes }) =>
      attributes["tool.name"] === "a_sent"
    )!.spanContext();
    const told = JSON.stringify(requests[1]?.body);
    assertStringIncludes(told, `00-${sent.traceId}-${sent.spanId}-01`);
    assertStringIncludes(told, "no such thing");
    assertStringIncludes(told, "Please fix the error and try again");
  },
);

testEachVersion(
  "mcpTools() puts a sub-agent's calls in its turns",
  async ({ deepagents, langchain }) => {
    const pool = await McpPool.open(config({ a: toolsServer() }), {
      run: null,
    });
    await using _ = pool;
    const { tree } = await traced(
      following(({ messages }) => {
        const asked = messages.find(({ role }) => role === "user")?.text;
        const told = messages.some(({ role }) => role === "tool");
        if (told) return says("done");
        return asked === "Echo"
          ? asks(["echo", { text: "x" }, "id_echo"])
          : asks([
            "task",
            { description: "Echo", subagent_type: "general-purpose" },
            "id_task",
          ]);
      }),
      (model) =>
        traceAgent(deepagents.createDeepAgent({
          model,
          tools: mcpTools(pool, langchain.tool),
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run deepagents
  agent.turn deepagents
    chat tested
      POST
    tool.call task
      agent.invoke general-purpose
        agent.turn general-purpose
          chat tested
            POST
          tool.call echo
        agent.turn general-purpose
          chat tested
            POST
  agent.turn deepagents
    chat tested
      POST`,
    );
  },
);

testEachVersion(
  "mcpTools() makes tools that work in an agent that is not traced",
  async ({ langchain }) => {
    const pool = await McpPool.open(config({ a: toolsServer() }), {
      run: null,
    });
    await using _ = pool;
    const { spans, requests } = await traced(
      conversation(asks(["echo", { text: "hello" }]), says("done")),
      (model) =>
        langchain.createAgent({
          model,
          tools: mcpTools(pool, langchain.tool),
        }).invoke(QUESTION),
    );
    assertStringIncludes(JSON.stringify(requests[1]?.body), "hello");
    assertEquals(spans, []);
  },
);

testEachVersion(
  "mcpTools() keeps clear of the names of a framework's own tools",
  async ({ deepagents, langchain }) => {
    const pool = await McpPool.open(config({ a: toolsServer() }), {
      run: null,
    });
    await using _ = pool;
    const tools = {
      call: pool.call.bind(pool),
      // The tool of a server of files.
      tools: pool.tools.map((tool) =>
        tool.name === "sent" ? { ...tool, shownName: "read_file" } : tool
      ),
    };
    const keepClearOf = ["read_file", "write_file"];
    const made = mcpTools(tools, langchain.tool, { keepClearOf });
    assertEquals(
      made.map(({ name }) => name).filter((name) => /sent|file/.test(name)),
      ["a__sent"],
    );
    const { tree } = await traced(
      conversation(asks(["a__sent", {}, "id_sent"]), says("done")),
      (model) =>
        traceAgent(deepagents.createDeepAgent({ model, tools: made }))
          .invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run deepagents
  agent.turn deepagents
    chat tested
      POST
    tool.call sent
  agent.turn deepagents
    chat tested
      POST`,
    );
  },
);
