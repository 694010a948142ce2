import { assertEquals } from "@std/assert";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "A handoff is a tool call, and the next turn the next agent's",
  async (sdk) => {
    for (const mode of MODES) {
      const billing = agentOf(sdk, "billing", { tools: [adding(sdk)] });
      const { answer, tree, spans, requests } = await traced({
        sdk,
        mode,
        agent: agentOf(sdk, "triage", {
          tools: [adding(sdk)],
          handoffs: [billing, agentOf(sdk, "sales")],
        }),
        handler: conversation(
          asks(
            ["add", { a: 1, b: 2 }, "id_add"],
            ["transfer_to_billing", {}, "id_billing"],
            ["transfer_to_sales", {}, "id_sales"],
          ),
          asks(["add", { a: 3, b: 4 }, "id_more"]),
          says("billed"),
        ),
      });
      assertEquals(answer, "billed");
      assertEquals(
        tree,
        `agent.run triage
  agent.turn triage
    chat tested
      POST
    tool.call add
    tool.call transfer_to_billing
    tool.call transfer_to_sales not_run
  agent.turn billing
    chat tested
      POST
    tool.call add
  agent.turn billing
    chat tested
      POST`,
      );
      const turns = spans.filter(({ name }) => name === "agent.turn");
      assertEquals(
        turns.map(({ attributes }) => attributes["turn.index"]),
        [1, 2, 3],
      );
      const handoff = spans.find(({ attributes }) =>
        attributes["tool.name"] === "transfer_to_billing"
      );
      const told = '{"assistant":"billing"}';
      assertEquals(handoff?.attributes["tool.result.size"], told.length);
      assertEquals(handoff?.attributes["tool.server"], "local");
      assertEquals(
        handoff?.attributes["gen_ai.tool.call.id"],
        "id_billing",
      );
      // That is what the next agent's model was sent.
      assertEquals(
        JSON.stringify(requests[1]?.body).includes(
          JSON.stringify(told),
        ),
        true,
      );
    }
  },
);

testEachVersion(
  "Agents hand over to each other, and one is asked twice",
  async (sdk) => {
    const billing = agentOf(sdk, "billing");
    const triage = agentOf(sdk, "triage", { handoffs: [billing] });
    billing.handoffs.push(triage);
    const { answer, spans } = await traced({
      sdk,
      agent: triage,
      handler: conversation(
        asks(
          ["transfer_to_billing", {}, "id_1"],
          ["transfer_to_billing", {}, "id_2"],
        ),
        asks(["transfer_to_triage", {}, "id_3"]),
        asks(["transfer_to_billing", {}, "id_4"]),
        says("billed"),
      ),
    });
    assertEquals(answer, "billed");
    const calls = spans.filter(({ name }) => name === "tool.call").map((
      { attributes: a },
    ) => [a["gen_ai.tool.call.id"], a["error.type"] ?? "ok"].join(" "));
    assertEquals(calls, ["id_1 ok", "id_2 not_run", "id_3 ok", "id_4 ok"]);
  },
);
