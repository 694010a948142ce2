import { ChatOpenAI } from "@langchain/openai";
import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Agent } from "../../../adapters/langchain/_framework.ts";
import { tracedCopy } from "../../../adapters/langchain/_traced_copy.ts";
import { adding, asMiddleware } from "./_agents.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "a traced copy tells what its agent tells, and no more",
  (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const model = new ChatOpenAI({ model: "never-asked", apiKey: "key" });
    const wrapping = asMiddleware({
      name: "wrapping",
      wrapModelCall: (request: unknown, handler: (_: unknown) => unknown) =>
        handler(request),
    });
    for (const middleware of [[], [wrapping]]) {
      const agent = createAgent({
        model,
        tools: [adding(frameworks)],
        middleware,
      }) as unknown as Agent;
      const copy = tracedCopy(agent, agent.withConfig)!;

      assertEquals(copy.graph.outputChannels, agent.graph.outputChannels);
      assertStrictEquals(tracedCopy(agent, agent.withConfig), copy);
    }
  },
);
