import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ChatRequest, plans, replies, says } from "../_helpers/replies.ts";
import { runScripted } from "./_run.ts";

const BAD_PLANS = {
  "not JSON": [says("First I would…"), "it is not JSON"],
  "no steps": [says('{"steps": []}'), "steps:"],
  "the wrong schema": [says('{"steps": [{"id": "one"}]}'), "steps.0.id"],
  "an unknown tool": [
    plans({ tool: "magic", server: "tools" }),
    'step 1 names the tool "magic" of the server "tools", and there are only tools: sent, tools: echo',
  ],
  "a tool of another server": [
    plans({ tool: "echo", server: "iot" }),
    'step 1 names the tool "echo" of the server "iot"',
  ],
  "a circle": [
    plans({ id: 1, depends_on: [2] }, { id: 2, depends_on: [1] }),
    "its steps wait for each other: 1, 2, 1",
  ],
  "a step that waits for itself": [
    plans({ id: 1, depends_on: [1] }),
    "its steps wait for each other: 1, 1",
  ],
  "a step that is not there": [
    plans({ id: 1, depends_on: [9] }),
    "step 1 depends on step 9, which is not there",
  ],
  "an id twice": [plans({ id: 1 }, { id: 1 }), "a step's id is used twice"],
} as const;

for (const [what, [bad, reason]] of Object.entries(BAD_PLANS)) {
  Deno.test(`planExecute sends a plan with ${what} back once, with the reason`, async () => {
    const { result, tree, requests } = await runScripted({
      handler: replies(bad, plans({ task: "Think" }), says("so"), says("done")),
    });
    assertEquals(result.answer, "done");
    const told = (requests[1]?.body as ChatRequest).messages.at(-1);
    assertEquals(told?.role, "user");
    assertStringIncludes(told?.content ?? "", reason);
    assertStringIncludes(
      tree,
      `  agent.turn plan
    chat tested
      POST
    chat tested
      POST
  agent.turn execute`,
    );
  });
}

Deno.test("planExecute gives up a plan that is bad twice", async () => {
  const bad = plans({ tool: "magic", server: "tools" });
  const { result, tree } = await runScripted({
    handler: replies(bad, bad, says("never asked for")),
  });
  assertEquals(result.answer, "");
  assertEquals(result.error?.type, "PlanError");
  assertStringIncludes(
    result.error?.message ?? "",
    `Cannot run the model's plan: step 1 names the tool "magic"`,
  );
  // No chat failed: the model answered both times. The turn did.
  assertEquals(
    tree,
    `agent.run PlanError
  agent.turn plan PlanError
    chat tested
      POST
    chat tested
      POST`,
  );
});
