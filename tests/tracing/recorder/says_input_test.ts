import { assertEquals } from "@std/assert";
import { saysInput } from "../../../tracing/recorder/says_input.ts";
import { budgeted, budgetErrorOf, sends } from "./_budgeted.ts";

Deno.test("saysInput() counts a reply before it is told, and only once", async () => {
  const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
    const turn = agentRun.startTurn();
    const asking = turn.startChat();
    saysInput(asking, () => undefined);
    saysInput(asking, () => 60);
    saysInput(asking, () => 1_000);
    await sends(turn, 30);
    // What it really was is told at its end.
    asking.response({ usage: { inputTokens: 70 } });
    asking.end();
    await sends(turn, 1);
    throw new Error("The program went on past its budget");
  });
  const error = result.thrown as Error;
  assertEquals(error.message, "The program went on past its budget");
  assertEquals(result.agentRun.usage.inputTokens, 101);
});

Deno.test("saysInput() holds where what it counted is cut short", async () => {
  const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
    const asking = agentRun.startChat();
    saysInput(asking, () => 101);
    // Ends the turn before, and with it the call that is under way.
    await sends(agentRun, 1);
  });
  assertEquals(budgetErrorOf(result).tokens, 101);
});

Deno.test("saysInput() asks nothing where there is no budget, or no call any more", async () => {
  let asked = 0;
  for (const budget of [undefined, { inputTokens: 100 }]) {
    await budgeted(budget, (agentRun) => {
      const asking = agentRun.startChat();
      if (budget !== undefined) asking.end();
      saysInput(asking, () => ++asked);
    });
  }
  assertEquals(asked, 0);
});
