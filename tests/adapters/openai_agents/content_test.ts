import { assertEquals, assertStringIncludes } from "@std/assert";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { capturing } from "../../tracing/recorder/_run_setup.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, type Traced, traced } from "./_traced.ts";
import { type Sdk, testEachVersion } from "./_versions.ts";

function run(sdk: Sdk, mode: typeof MODES[number]): Promise<Traced> {
  return traced({
    sdk,
    mode,
    agent: agentOf(sdk, "secretive", { tools: [adding(sdk)] }),
    handler: conversation(
      asks(["add", { a: 987_654_321, b: 1 }, "id_add"]),
      says("the sum is known"),
    ),
  });
}

const CONTENT = [
  "secretive",
  "What is it?",
  "987654321",
  "987654322",
  "the sum is known",
];

testEachVersion(
  "Content is on spans only where it is captured",
  async (sdk) => {
    for (const mode of MODES) {
      const off = JSON.stringify((await run(sdk, mode)).spans.map(exported));
      for (const text of CONTENT.slice(1)) {
        assertEquals(off.includes(text), false, text);
      }
      using _ = capturing();
      const { spans } = await run(sdk, mode);
      const on = JSON.stringify(spans.map(exported));
      for (const text of CONTENT) assertStringIncludes(on, text);
      const [first, last] = spans.filter(({ name }) => name === "chat tested")
        .map(({ attributes }) => String(attributes["gen_ai.output.messages"]));
      assertStringIncludes(first ?? "", "id_add");
      assertStringIncludes(last ?? "", "the sum is known");
    }
  },
);

function exported({ attributes, events, status }: Traced["spans"][number]) {
  return { attributes, events, status };
}
