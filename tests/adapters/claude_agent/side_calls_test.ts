import { assertEquals } from "@std/assert";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";

Deno.test("a query's side calls are no turns, and not in the totals", async () => {
  const { tree, spans, requests } = await queried(async (cli) => {
    await cli.ask(turn());
    // A web search: the same model, but it speaks of itself as something else.
    await cli.ask(turn({ system: "You search the web" }));
    await cli.ask({ model: "tested" }, { path: "/v1/messages/count_tokens" });
    const content = [{
      type: "text",
      text: "Your task is to create a detailed summary of it",
    }];
    await cli.ask(turn({ messages: [{ role: "user", content }] }));
    await cli.ask(turn());
    cli.result("done");
  }, {
    handler: conversation(
      asks(["Bash", {}, "id_1"]),
      says("found it"),
      says("so far"),
      says("done"),
    ),
  });
  assertEquals(requests.length, 5);
  assertEquals(
    tree,
    `agent.run
  agent.turn
    chat tested
      POST
    tool.call local Bash not_run
  POST
  POST 404
  POST
  agent.turn
    chat tested
      POST`,
  );
  const run = spans.find(({ name }) => name === "agent.run");
  assertEquals(run?.attributes["agent.usage.input_tokens"], 200);
  assertEquals(run?.attributes["agent.turns"], 2);
});

Deno.test("a query's request that is no JSON is no turn", async () => {
  const { tree } = await queried(async (cli) => {
    const response = await cli.fetch(`${cli.baseUrl}/v1/messages`, {
      method: "POST",
      body: "not { json",
    });
    await response.body?.cancel();
    const hello = await cli.fetch(`${cli.baseUrl}/api/hello`, {
      method: "HEAD",
    });
    await hello.body?.cancel();
    await cli.ask(turn());
    cli.result("done");
  }, {
    handler: async (request) =>
      (await request.clone().text()).startsWith("{")
        ? await conversation(says("done"))(request)
        : new Response(null, { status: 400 }),
  });
  assertEquals(
    tree,
    `agent.run
  POST 400
  HEAD 400
  agent.turn
    chat tested
      POST`,
  );
});
