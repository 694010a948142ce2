import { assertEquals, assertStringIncludes } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import {
  asks,
  conversation,
  following,
  hangs,
  refuses,
  says,
  type Script,
} from "../../_helpers/conversation.ts";
import { adding, doing } from "./_agents.ts";
import { attributesOf, named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const ANALYST = {
  name: "analyst",
  description: "Analyses",
  systemPrompt: "You analyse.",
};

/** Hands out two tasks at once; what each comes to is up to `task`. */
function handingOut(first: string, second: string, task: Script) {
  return following((request) => {
    const asked = request.messages.find(({ role }) => role === "user")?.text;
    if (asked === "left" || asked === "right") return task(request);
    return request.messages.some(({ role }) => role === "tool")
      ? says("both are done")
      : asks(
        ["task", { description: "left", subagent_type: first }, "id_left"],
        ["task", { description: "right", subagent_type: second }, "id_right"],
      );
  });
}

const adds: Script = ({ messages }) =>
  messages.some(({ role }) => role === "tool")
    ? says("3")
    : asks(["add", { a: 1, b: 2 }, "id_add"]);

/** The turns of an agent that adds. */
const ADDED = (name: string) =>
  `        agent.turn ${name}
          chat tested
            POST
          tool.call add
        agent.turn ${name}
          chat tested
            POST`;

testEachVersion(
  "traceAgent() puts parallel sub-agents, built in or declared, in their calls",
  async (frameworks) => {
    const { value, tree, spans } = await traced(
      handingOut("analyst", "general-purpose", adds),
      async (model) => {
        const agent = traceAgent(frameworks.deepagents.createDeepAgent({
          model,
          tools: [adding(frameworks)],
          subagents: [ANALYST],
        }));
        return (await agent.invoke(QUESTION)).messages.at(-1)?.text;
      },
    );
    assertEquals(value, "both are done");
    assertEquals(
      tree,
      `agent.run deepagents
  agent.turn deepagents
    chat tested
      POST
    tool.call task
      agent.invoke analyst
${ADDED("analyst")}
    tool.call task
      agent.invoke general-purpose
${ADDED("general-purpose")}
  agent.turn deepagents
    chat tested
      POST`,
    );
    assertEquals(
      attributesOf(spans, "agent.run")["agent.runner"],
      "deepagents",
    );
    const inside = named(spans, "agent.invoke").map(({ attributes }) =>
      attributes["agent.depth"]
    );
    assertEquals(inside, [1, 1]);
    const [handed] = named(spans, "tool.call").filter(({ attributes }) =>
      attributes["gen_ai.tool.call.id"] === "id_left"
    );
    assertEquals(handed?.attributes["tool.result.size"], 1);
  },
);

testEachVersion(
  "traceAgent() tells a sub-agent that failed from one that was given up",
  async (frameworks) => {
    const left = hangs();
    const { error, tree } = await traced(
      handingOut(
        "analyst",
        "general-purpose",
        ({ messages }) =>
          messages.some(({ text }) => text === "left")
            ? left.reply
            : async (...request) => {
              await left.asked;
              const reply = refuses(400, {}, "no such model");
              return typeof reply === "function"
                ? await reply(...request)
                : new Response();
            },
      ),
      (model) =>
        traceAgent(frameworks.deepagents.createDeepAgent({
          model,
          subagents: [ANALYST],
        })).invoke(QUESTION),
    );
    assertStringIncludes((error as Error).message, "no such model");
    assertEquals(
      tree,
      `agent.run deepagents 400
  agent.turn deepagents 400
    chat tested
      POST
    tool.call task cancelled
      agent.invoke analyst cancelled
        agent.turn analyst cancelled
          chat tested cancelled
            POST cancelled
    tool.call task 400
      agent.invoke general-purpose 400
        agent.turn general-purpose 400
          chat tested 400
            POST 400`,
    );
  },
);

testEachVersion(
  "traceAgent() puts an agent that a tool runs in the tool's call",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const { value, tree } = await traced(
      conversation(
        asks(["ask_expert", {}, "id_expert"]),
        asks(["add", { a: 1, b: 2 }, "id_add"]),
        says("the expert says 3"),
        says("It is 3"),
      ),
      async (model) => {
        const expert = createAgent({
          model,
          tools: [adding(frameworks)],
          name: "expert",
        });
        const ask = doing(frameworks, "ask_expert", async () => {
          const { messages } = await expert.invoke(QUESTION);
          return messages.at(-1)?.text;
        });
        const agent = traceAgent(createAgent({ model, tools: [ask] }));
        return (await agent.invoke(QUESTION)).messages.at(-2)?.text;
      },
    );
    assertEquals(value, "the expert says 3");
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call ask_expert
      agent.invoke expert
${ADDED("expert")}
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);

testEachVersion(
  "traceAgent() reaches a compiled sub-agent that is an agent",
  async (frameworks) => {
    const { tree } = await traced(
      conversation(
        asks(["task", { description: "Do it", subagent_type: "compiled" }]),
        says("inside"),
        says("outside"),
      ),
      (model) =>
        traceAgent(frameworks.deepagents.createDeepAgent({
          model,
          subagents: [{
            name: "compiled",
            description: "Is compiled",
            runnable: frameworks.langchain.createAgent({ model, tools: [] }),
          }],
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run deepagents
  agent.turn deepagents
    chat tested
      POST
    tool.call task
      agent.invoke compiled
        agent.turn compiled
          chat tested
            POST
  agent.turn deepagents
    chat tested
      POST`,
    );
  },
);
