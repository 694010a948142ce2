import { assertEquals } from "@std/assert";
import { grew, prompts, ran, send, sizes } from "./_prompts.ts";

const user = (content: string) => ({ role: "user", content });
const result = (id: string, content: string) => ({
  role: "tool",
  tool_call_id: id,
  content,
});

Deno.test("Turn sums what came of one source", async () => {
  const [, second] = await prompts((agentRun) => {
    send(agentRun, { messages: [user("a")] });
    ran(agentRun, "iot", "history", "c-1");
    ran(agentRun, "iot", "history", "c-2");
    ran(agentRun, "iot", "latest", "c-3");
    send(agentRun, {
      messages: [
        user("a"),
        result("c-3", "x".repeat(50)),
        result("c-1", "y".repeat(30)),
        result("c-2", "z".repeat(30)),
      ],
    });
  });

  assertEquals(second, { ...sizes(0, 0, 1, 110), ...grew("iot/history", 60) });
});

Deno.test("Turn names the first in the request of sources that grew alike", async () => {
  const [, second] = await prompts((agentRun) => {
    send(agentRun, { messages: [] });
    send(agentRun, {
      messages: [user("aaa"), { role: "assistant", content: "bbb" }],
    });
  });

  assertEquals(second, { ...sizes(0, 0, 6, 0), ...grew("user", 3) });
});

Deno.test("Turn says nothing of growth where nothing is new", async () => {
  const messages = [user("a"), user("a")];
  const turns = await prompts((agentRun) => {
    send(agentRun, { messages });
    send(agentRun, { messages: [user("a")] });
    // The same text once more is new.
    send(agentRun, { messages: [...messages, user("a")] });
  });

  assertEquals(turns, [
    sizes(0, 0, 2, 0),
    sizes(0, 0, 1, 0),
    { ...sizes(0, 0, 3, 0), ...grew("user", 2) },
  ]);
});

Deno.test("Turn names instructions and tools that grew", async () => {
  const turns = await prompts((agentRun) => {
    send(agentRun, { messages: [] });
    send(agentRun, { messages: [{ role: "system", content: "abc" }] });
    send(agentRun, { messages: [], tools: [{ a: 1 }] });
  });

  assertEquals(turns.map(({ grew_by }) => grew_by), [
    undefined,
    "instructions",
    "tools:local",
  ]);
});

Deno.test("Turn falls back for a result of a call that it does not know", async () => {
  const asked = { id: "c-8", function: { name: "lookup" } };
  const turns = await prompts((agentRun) => {
    send(agentRun, { messages: [] });
    send(agentRun, { messages: [result("c-9", "abc")] });
    send(agentRun, { messages: [{ role: "tool", content: "abcdef" }] });
    send(agentRun, {
      messages: [
        { role: "assistant", tool_calls: [asked] },
        result("c-8", "x".repeat(99)),
      ],
    });
  });

  assertEquals(turns.map(({ grew_by }) => grew_by), [
    undefined,
    "local/tool",
    "local/tool",
    "local/lookup",
  ]);
});
