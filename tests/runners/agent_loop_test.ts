import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import {
  asks,
  conversation,
  following,
  type SaidReply,
  says,
} from "../_helpers/conversation.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import {
  loopTree,
  retriesLikeTheVendors,
  testEachLoop,
} from "./_agent_loops.ts";

/** Keeps what the model was sent, whatever wire format it came in. */
function listening(...replies: readonly SaidReply[]) {
  const requests: ModelRequest[] = [];
  const left = [...replies];
  const handler = following((request) => {
    requests.push(request);
    return left.shift() ?? says("nothing is left to say");
  });
  return { handler, requests };
}

/** The results that a request held, in order. */
function results(request: ModelRequest | undefined): string[] {
  return (request?.messages ?? []).flatMap((message) =>
    message.role === "tool" ? [message.text] : []
  );
}

testEachLoop("runs parallel calls over two servers", async (loop) => {
  const { handler, requests } = listening(
    asks(["a_echo", { text: "left" }, "id_a"], [
      "b_echo",
      { text: "right" },
      "id_b",
    ]),
    asks(["b_echo", { text: "again" }, "id_c"]),
    says("left and right"),
  );
  const { result, tree, spans } = await loop.run({
    servers: { a: toolsServer("a_"), b: toolsServer("b_") },
    handler,
  });
  assertEquals(result.error, undefined);
  assertEquals(result.answer, "left and right");
  assertEquals(
    tree,
    loopTree(
      "",
      { tools: ["a_echo", "b_echo"] },
      { tools: ["b_echo"] },
      {},
    ),
  );
  assertEquals(results(requests[1]), ["left", "right"]);
  assertEquals(results(requests[2]), ["left", "right", "again"]);
  const servers = spans.filter(({ name }) => name === "tool.call")
    .map(({ attributes }) => attributes["tool.server"]);
  assertEquals(servers.toSorted(), ["a", "b", "b"]);
});

testEachLoop(
  "tells its model the question and its instructions",
  async (loop) => {
    const { handler, requests } = listening(says("so it is"));
    await loop.run({ handler, question: "Is it so?" });
    const texts = requests[0]?.messages.map(({ role, text }) => ({
      role,
      text,
    }));
    assert(
      texts?.some(({ role, text }) => role === "user" && text === "Is it so?"),
    );
    assertStringIncludes(
      texts?.find(({ role }) => role === "system")?.text ?? "",
      "with the tools that you are given",
    );
  },
);

testEachLoop("tells its model of a tool that failed", async (loop) => {
  const { handler, requests } = listening(
    asks(["fail", { text: "no such thing" }]),
    says("It failed"),
  );
  const { result, tree } = await loop.run({ handler });
  assertEquals(result.answer, "It failed");
  assertEquals(tree, loopTree("", { tools: ["fail tool_error"] }, {}));
  assertEquals(results(requests[1]), ["no such thing"]);
  assertEquals(result.trajectory.turns[0]?.toolCalls[0]?.error, {
    type: "tool_error",
    message: "no such thing",
  });
});

testEachLoop("goes on when a server dies in mid-call", async (loop) => {
  const { handler, requests } = listening(
    asks(["die"]),
    asks(["echo", { text: "back again" }]),
    says("done"),
  );
  const { result, tree } = await loop.run({ handler });
  assertEquals(result.answer, "done");
  assertEquals(
    tree,
    loopTree("", { tools: ["die McpServerError"] }, { tools: ["echo"] }, {}),
  );
  assertStringIncludes(results(requests[1])[0] ?? "", "code 7");
  assertEquals(results(requests[2])[1], "back again");
});

testEachLoop("tells its model of a tool that does not exist", async (loop) => {
  const { handler, requests } = listening(
    asks(["ehco", { text: "x" }, "id_x"], ["echo", { text: "y" }, "id_y"]),
    says("done"),
  );
  const { result, spans } = await loop.run({ handler });
  assertEquals(result.answer, "done");
  const calls = spans.filter(({ name }) => name === "tool.call")
    .map(({ attributes: a }) =>
      [a["tool.name"], a["tool.server"], a["error.type"]].join(" ").trim()
    ).toSorted();
  assertEquals(calls, ["echo tools", "ehco local unknown_tool"]);
  assertStringIncludes(results(requests[1]).join("\n"), "ehco");
});

testEachLoop("tells its model of arguments that do not fit", async (loop) => {
  const { handler, requests } = listening(
    asks(["echo", { text: 7 }, "id_x"]),
    says("done"),
  );
  const { result } = await loop.run({ handler });
  assertEquals(result.answer, "done");
  const call = result.trajectory.turns[0]?.toolCalls[0];
  assertEquals(call?.name, "echo");
  assert(call?.error !== undefined);
  assert((results(requests[1])[0] ?? "") !== "");
});

testEachLoop("tells its model of arguments that are no JSON", async (loop) => {
  const { handler, requests } = listening(
    asks(["echo", "{not json", "id_x"]),
    says("done"),
  );
  const { result, tree, spans } = await loop.run({ handler });
  assertEquals(result.answer, "done");
  assertEquals(tree, loopTree("", { tools: ["echo invalid_arguments"] }, {}));
  const call = spans.find(({ name }) => name === "tool.call");
  assertEquals(call?.attributes["tool.server"], "local");
  assertEquals(result.trajectory.turns[0]?.toolCalls[0]?.callId, "id_x");
  assert(requests.length === 2);
}, ({ api }) => api !== "messages");

testEachLoop(
  "shows tools of one name by server, and finds both",
  async (loop) => {
    const { result, spans } = await loop.run({
      servers: { left: toolsServer(), right: toolsServer() },
      handler: conversation(
        asks(["left__echo", { text: "l" }, "a"], [
          "right__echo",
          { text: "r" },
          "b",
        ]),
        says("done"),
      ),
    });
    assertEquals(result.answer, "done");
    const called = spans.filter(({ name }) => name === "tool.call");
    assertEquals(
      called.map(({ attributes: a }) => `${a["tool.server"]}/${a["tool.name"]}`)
        .toSorted(),
      ["left/echo", "right/echo"],
    );
  },
);

testEachLoop(
  "ends after exactly as many turns as it may take",
  async (loop) => {
    for (const maxTurns of [1, 2]) {
      const echo = asks(["echo", { text: "on and on" }]);
      const { result, tree } = await loop.run({
        maxTurns,
        handler: following(() => echo),
      });
      assertEquals(result.error, {
        type: "max_turns",
        message:
          `Cannot take another turn: the limit is ${maxTurns}, set by --max-turns`,
      });
      assertEquals(result.answer, "");
      const turns = Array.from(
        { length: maxTurns },
        () => ({ tools: ["echo"] }),
      );
      assertEquals(tree, loopTree("max_turns", ...turns));
    }
  },
);

testEachLoop("takes the last turn that it may take", async (loop) => {
  const { result } = await loop.run({
    maxTurns: 2,
    handler: conversation(asks(["echo", { text: "x" }]), says("done")),
  });
  assertEquals([result.answer, result.error], ["done", undefined]);
});

testEachLoop(
  "has an empty answer when its model says nothing",
  async (loop) => {
    const { result } = await loop.run({ handler: conversation(says("")) });
    assertEquals([result.answer, result.error], ["", undefined]);
  },
  // The Claude CLI asks for words once more.
  retriesLikeTheVendors,
);
