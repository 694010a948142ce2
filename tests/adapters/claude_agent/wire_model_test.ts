import { assertEquals } from "@std/assert";
import { conversation, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";

for (const model of ["sonnet", "tested", undefined]) {
  Deno.test(`a query has the wire's name of its model: ${model}`, async () => {
    const { spans } = await queried(async (cli) => {
      await cli.ask(turn());
      cli.result("done");
    }, {
      handler: conversation(says("done")),
      options: { model } as { model: string },
    });
    assertEquals(
      spans.filter(({ name }) => name !== "POST").map((span) => [
        span.name,
        span.attributes["gen_ai.request.model"],
      ]),
      [["chat tested", "tested"], ["agent.turn", "tested"], [
        "agent.run",
        "tested",
      ]],
    );
  });
}
