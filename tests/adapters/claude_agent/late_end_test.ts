import { assertEquals } from "@std/assert";
import { conversation, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";

/** A model whose replies come to their end later than what they say. */
function lateModel(end: Promise<void>) {
  const said = conversation(says("done"));
  return async (request: Request) => {
    const { body, headers } = await said(request);
    const late = new TransformStream<Uint8Array, Uint8Array>({
      flush: () => end,
    });
    return new Response(body!.pipeThrough(late), { headers });
  };
}

Deno.test("a query's agent ends after its last reply has", async () => {
  for (const moment of ["Stop", "PostToolBatch"]) {
    const end = Promise.withResolvers<void>();
    const order: string[] = [];
    const { tree, thrown } = await queried(async (cli) => {
      const reply = await cli.askAndGoOn(turn());
      const hooked = cli.hook(moment, { tool_calls: [] })
        .then(() => order.push("hook"));
      // Whatever the hook did at once has been done.
      await cli.hook("PreToolUse", { tool_name: "x", tool_use_id: "x" });
      order.push("end");
      end.resolve();
      await hooked;
      await reply.end();
      cli.result("done");
    }, { handler: lateModel(end.promise) });
    assertEquals([thrown, order], [undefined, ["end", "hook"]]);
    assertEquals(
      tree,
      `agent.run
  agent.turn
    chat tested
      POST
    tool.call local x cancelled`,
    );
  }
});

Deno.test("a query does not wait for an end that does not come", async () => {
  const end = Promise.withResolvers<void>();
  const { thrown } = await queried(async (cli) => {
    const reply = await cli.askAndGoOn(turn());
    await cli.hook("Stop");
    end.resolve();
    await reply.end();
    cli.result("done");
  }, { handler: lateModel(end.promise) });
  assertEquals(thrown, undefined);
});
