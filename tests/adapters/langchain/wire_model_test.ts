import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { conversation, says } from "../../_helpers/conversation.ts";
import { QUESTION, traced } from "./_traced.ts";
import { type Frameworks, testEachVersion } from "./_versions.ts";

type Model = Parameters<Parameters<typeof traced>[1]>[0];

// deno-lint-ignore no-explicit-any -- what the framework's types do not allow
type Any = any;

/** Models whose names an adapter does not find, or finds wrong. */
const MODELS: Readonly<Record<string, (model: Model) => Any>> = {
  "with settings": (model) => model.withConfig({ tags: ["x"] }),
  "with another name in its place": (model) => {
    Object.defineProperty(model, "model", { value: "an alias" });
    const { invocationParams } = model;
    Object.defineProperty(model, "invocationParams", {
      value: (...args: Any[]) => ({
        ...(invocationParams as Any).apply(model, args),
        model: "tested",
      }),
    });
    return model;
  },
};

for (const [what, make] of Object.entries(MODELS)) {
  testEachVersion(
    `traceAgent() has the wire's name of a model ${what}`,
    async ({ langchain }: Frameworks) => {
      const { spans, error } = await traced(
        conversation(says("done")),
        (model) =>
          traceAgent(langchain.createAgent({ model: make(model), tools: [] }))
            .invoke(QUESTION),
      );
      assertEquals(error, undefined);
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
    },
  );
}
