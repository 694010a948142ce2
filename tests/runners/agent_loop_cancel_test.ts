import { assert, assertEquals } from "@std/assert";
import { McpPool } from "@turnspan/turnspan/mcp";
import { asks, conversation, hangs, says } from "../_helpers/conversation.ts";
import { isAlive } from "../_helpers/is_alive.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { loopTree, testEachLoop } from "./_agent_loops.ts";
import { config } from "./_run.ts";

testEachLoop("is cancelled in a model call", async (loop) => {
  const cancel = new AbortController();
  const model = hangs();
  model.asked.then(() =>
    cancel.abort(new DOMException("Enough", "AbortError"))
  );
  const { result, tree } = await loop.run({
    signal: cancel.signal,
    handler: conversation(asks(["echo", { text: "x" }]), model.reply),
  });
  assertEquals(result.error, { type: "cancelled", message: "Enough" });
  assertEquals(
    tree,
    loopTree("cancelled", { tools: ["echo"] }, {
      failed: "cancelled",
      posts: ["cancelled"],
    }),
  );
});

testEachLoop("asks nothing of a model once it is cancelled", async (loop) => {
  // No server has to be started for it, which would look at the signal too.
  await using pool = await McpPool.open(config({}), { run: null });
  const { result, requests, tree } = await loop.run({
    signal: AbortSignal.abort(new DOMException("Enough", "AbortError")),
    handler: conversation(says("done")),
    pool,
  });
  assertEquals(result.error, { type: "cancelled", message: "Enough" });
  assertEquals([requests, tree], [[], "agent.run cancelled"]);
});

testEachLoop(
  "is cancelled in a tool call, and its server is gone",
  async (loop) => {
    const cancel = new AbortController();
    let pid = 0;
    const { result, tree } = await loop.run({
      signal: cancel.signal,
      handler: conversation(asks(["hang"])),
      onStderr: (_, line) => {
        pid = Number(/^hanging (\d+)$/.exec(line)?.[1] ?? pid);
        if (pid > 0) cancel.abort(new DOMException("Enough", "AbortError"));
      },
    });
    assertEquals(result.error, { type: "cancelled", message: "Enough" });
    assertEquals(
      tree,
      `agent.run cancelled
  agent.turn cancelled
    chat tested
      POST
    tool.call hang cancelled`,
    );
    assert(pid > 0 && !await isAlive(pid));
  },
);

testEachLoop(
  "is cancelled in calls side by side over two servers",
  async (loop) => {
    const cancel = new AbortController();
    const hanging: string[] = [];
    const { result, tree } = await loop.run({
      signal: AbortSignal.any([cancel.signal, AbortSignal.timeout(20_000)]),
      servers: { a: toolsServer("a_"), b: toolsServer("b_") },
      handler: conversation(asks(["a_hang"], ["b_hang"])),
      onStderr: (server, line) => {
        if (!line.startsWith("hanging ")) return;
        hanging.push(server);
        if (hanging.length < 2) return;
        cancel.abort(new DOMException("Enough", "AbortError"));
      },
    });
    assertEquals(hanging.toSorted(), ["a", "b"]);
    assertEquals(result.error, { type: "cancelled", message: "Enough" });
    assertEquals(
      tree,
      `agent.run cancelled
  agent.turn cancelled
    chat tested
      POST
    tool.call a_hang cancelled
    tool.call b_hang cancelled`,
    );
  },
);
