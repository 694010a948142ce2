import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  calls,
  type ChatRequest,
  plans,
  replies,
  says,
} from "../_helpers/replies.ts";
import { runScripted } from "./_run.ts";

const ECHO = { tool: "echo", server: "tools" };

/** The text of the last message that the model was sent. */
function lastMessage(request: { readonly body: unknown } | undefined): string {
  return (request?.body as ChatRequest).messages.at(-1)?.content ?? "";
}

/** The messages that the model was sent, a role each. */
function roles(request: { readonly body: unknown } | undefined): string[] {
  return (request?.body as ChatRequest).messages.map(({ role }) => role);
}

Deno.test("planExecute plans, runs each step, and sums up", async () => {
  const { result, tree, requests } = await runScripted({
    handler: replies(
      plans(ECHO, { depends_on: [1], task: "Conclude" }),
      calls(["echo", { text: "hello" }]),
      says("It says hello"),
      says("hello, then"),
    ),
  });
  assertEquals(result.answer, "hello, then");
  assertEquals(result.error, undefined);
  assertEquals(
    tree,
    `agent.run
  agent.turn plan
    chat tested
      POST
  agent.turn execute
    chat tested
      POST
    tool.call echo
  agent.turn execute
    chat tested
      POST
  agent.turn summarize
    chat tested
      POST`,
  );
  // The second step was told what the first one said.
  assertEquals(roles(requests[2]), [
    "system",
    "user",
    "user",
    "assistant",
    "tool",
    "user",
  ]);
  assertEquals(lastMessage(requests[2]), "Step 2: Conclude");
});

Deno.test("planExecute gives a step what it depends on and no more", async () => {
  const { requests } = await runScripted({
    handler: replies(
      plans(
        { id: 3, depends_on: [2] },
        { id: 1 },
        { id: 2, depends_on: [1] },
        { id: 4 },
      ),
      says("one"),
      says("two"),
      says("three"),
      says("four"),
      says("done"),
    ),
  });
  const tasks = requests.slice(1).map(({ body }) =>
    (body as ChatRequest).messages.map(({ content }) => content)
      .filter((text) => /^Step|^(one|two|three|four)$/.test(text ?? ""))
  );
  assertEquals(tasks, [
    ["Step 1: Do it"],
    ["Step 1: Do it", "one", "Step 2: Do it"],
    ["Step 1: Do it", "one", "Step 2: Do it", "two", "Step 3: Do it"],
    ["Step 4: Do it"],
    [
      ...["Step 1: Do it", "one", "Step 2: Do it", "two"],
      ...["Step 3: Do it", "three", "Step 4: Do it", "four"],
    ],
  ]);
});

Deno.test("planExecute tells the tool's error to the steps that depend on it", async () => {
  const { result, tree, requests } = await runScripted({
    handler: replies(
      plans({ tool: "fail", server: "tools" }, { depends_on: [1] }),
      calls(["fail"]),
      says("It failed"),
      says("Nothing is known"),
    ),
  });
  assertEquals(result.answer, "Nothing is known");
  assertStringIncludes(tree, "tool.call fail tool_error");
  assertEquals(
    (requests[2]?.body as ChatRequest).messages[4]?.content,
    "it broke",
  );
  assertEquals(result.trajectory.turns[1]?.toolCalls[0]?.error, {
    type: "tool_error",
    message: "it broke",
  });
});

Deno.test("planExecute goes on when a server dies in mid-call", async () => {
  const { result, tree } = await runScripted({
    handler: replies(
      plans({ tool: "die", server: "tools" }, ECHO),
      calls(["die"]),
      calls(["echo", { text: "back again" }]),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const [died, back] = result.trajectory.turns.slice(1, 3);
  assertStringIncludes(died?.toolCalls[0]?.output ?? "", "code 7");
  assertEquals(back?.toolCalls[0]?.output, "back again");
  assertStringIncludes(tree, "tool.call die McpServerError");
  assertStringIncludes(tree, "\n    tool.call echo\n");
});

Deno.test("planExecute runs parallel calls of one reply as siblings", async () => {
  const { requests, tree } = await runScripted({
    handler: replies(
      plans(ECHO),
      calls(
        ["echo", { text: "a" }, "id_a"],
        ["echo", { text: "b" }, "id_b"],
      ),
      says("done"),
    ),
  });
  assertStringIncludes(
    tree,
    `    tool.call echo\n    tool.call echo\n  agent.turn summarize`,
  );
  const { messages } = requests[2]?.body as ChatRequest;
  const results = messages.filter(({ role }) => role === "tool");
  assertEquals(
    results.map(({ tool_call_id, content }) => [tool_call_id, content]),
    [["id_a", "a"], ["id_b", "b"]],
  );
});

Deno.test("planExecute refuses a call with unusable arguments", async () => {
  for (const args of ["{not json", "[1]", '"text"', "null"]) {
    const { result, spans } = await runScripted({
      handler: replies(plans(ECHO), calls(["echo", args]), says("done")),
    });
    assertEquals(result.answer, "done");
    const call = spans.find(({ name }) => name === "tool.call");
    assertEquals(call?.attributes["tool.server"], "local");
    assertEquals(call?.attributes["error.type"], "invalid_arguments");
    assertStringIncludes(
      result.trajectory.turns[1]?.toolCalls[0]?.output ?? "",
      "not a JSON object",
    );
  }
});

Deno.test("planExecute refuses a call of a tool that does not exist", async () => {
  const { result, tree } = await runScripted({
    handler: replies(plans(ECHO), calls(["ehco", {}]), says("done")),
  });
  assertEquals(result.answer, "done");
  assertStringIncludes(tree, "tool.call ehco unknown_tool");
  assertEquals(
    result.trajectory.turns[1]?.toolCalls[0]?.output,
    'There is no tool "ehco". The tools are: sent, echo, fail, tell, die, hang',
  );
});

Deno.test("planExecute runs the tool that the model called, if not the step's", async () => {
  const { result, spans } = await runScripted({
    handler: replies(
      plans({ tool: "fail", server: "tools" }),
      calls(["echo", { text: "instead" }]),
      says("done"),
    ),
  });
  assertEquals(result.trajectory.turns[1]?.toolCalls[0]?.output, "instead");
  const call = spans.find(({ name }) => name === "tool.call");
  assertEquals(call?.attributes["tool.server"], "tools");
});

Deno.test("planExecute takes empty arguments for none", async () => {
  const { result } = await runScripted({
    handler: replies(plans(ECHO), calls(["sent", ""]), says("done")),
  });
  assertEquals(result.trajectory.turns[1]?.toolCalls[0]?.error, undefined);
});

Deno.test("planExecute shows tools of one name by server, and finds both", async () => {
  const { toolsServer } = await import("../_helpers/tools_server.ts");
  const { result, spans } = await runScripted({
    servers: { left: toolsServer(), right: toolsServer() },
    handler: replies(
      plans({ tool: "left__echo", server: "left" }, {
        tool: "right__echo",
        server: "right",
      }),
      calls(["left__echo", { text: "l" }, "a"]),
      calls(["right__echo", { text: "r" }, "b"]),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const called = spans.filter(({ name }) => name === "tool.call");
  assertEquals(
    called.map(({ attributes: a }) => `${a["tool.server"]}/${a["tool.name"]}`),
    ["left/echo", "right/echo"],
  );
});

Deno.test("planExecute has an empty answer when the model says nothing", async () => {
  const { result } = await runScripted({
    handler: replies(plans({}), says("step"), says("")),
  });
  assertEquals(result.answer, "");
  assert(result.error === undefined);
});
