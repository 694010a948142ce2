import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { TokenBudgetError } from "@turnspan/turnspan";
import { beginsMessage } from "../../_helpers/begun_message.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";

/** A budget that one reply of 100 tokens uses up. */
const BUDGET = { inRun: true, budget: { inputTokens: 99 } };

const handler = () => conversation(asks(["Bash", {}, "id_1"]), says("done"));

const STOPPED = `agent.run token_budget
  agent.turn
    chat tested
      POST
    tool.call local Bash not_run`;

Deno.test("a query's next turn past the budget is refused, so that the CLI asks no more", async () => {
  const { thrown, tree, requests } = await queried(async (cli) => {
    await cli.ask(turn());
    const said = await cli.ask(turn());
    assertEquals(said.status, 400);
    assertStringIncludes(said.text, "Cannot go on past 99 input tokens");
    // Whatever else it tries: nothing is sent, and it is told why each time.
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      assertEquals((await cli.ask(turn(), { path })).status, 400);
    }
    // Nor does it find nobody there, which it would try for minutes.
    using client = Deno.createHttpClient({});
    const init = { method: "POST", body: JSON.stringify(turn()), client };
    const other = await cli.fetch(`${cli.baseUrl}/v1/messages`, init);
    await other.body?.cancel();
    assertEquals(other.status, 400);
    cli.result("API Error");
  }, { ...BUDGET, handler: handler() });

  assert(thrown instanceof TokenBudgetError);
  assertEquals(requests.length, 1);
  assertEquals(tree, STOPPED);
});

Deno.test("a query throws the error of its budget where the CLI fails by it", async () => {
  const { thrown, tree, requests } = await queried(async (cli) => {
    await cli.ask(turn());
    await cli.ask(turn());
    throw new Error("exit code 1");
  }, { ...BUDGET, handler: handler() });

  assert(thrown instanceof TokenBudgetError);
  assertEquals(requests.length, 1);
  assertEquals(tree, STOPPED);
});

Deno.test("a query's side calls past the budget are not sent, and stop nothing", async () => {
  const { thrown, tree, requests, messages } = await queried(async (cli) => {
    await cli.ask(turn());
    const side = await cli.ask(turn({ system: "You make a title" }));
    assertEquals(side.status, 400);
    cli.result("done");
  }, { ...BUDGET, handler: conversation(says("done")) });

  assertEquals(thrown, undefined);
  assertEquals(messages.at(-1)?.result, "done");
  assertEquals(requests.length, 1);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST`,
  );
});

Deno.test("a query's reply counts as soon as it says its input", async () => {
  using begun = beginsMessage(100);
  const { thrown, requests } = await queried(async (cli) => {
    const reply = await cli.fetch(`${cli.baseUrl}/v1/messages`, {
      method: "POST",
      body: JSON.stringify(turn()),
    });
    const reader = reply.body!.getReader();
    await reader.read();
    // The first reply goes on, and another agent would ask.
    assertEquals((await cli.ask(turn())).status, 400);
    // What is under way is not broken off.
    begun[Symbol.dispose]();
    assertEquals((await reader.read()).done, true);
    cli.result("API Error");
  }, { ...BUDGET, handler: conversation(begun.reply, says("too late")) });

  assert(thrown instanceof TokenBudgetError);
  assertEquals(requests.length, 1);
});
