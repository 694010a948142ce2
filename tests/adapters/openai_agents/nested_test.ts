import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import {
  asks,
  conversation,
  following,
  hangs,
  refuses,
  says,
  type Script,
} from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced, type TracedOptions } from "./_traced.ts";
import { type Sdk, testEachVersion } from "./_versions.ts";

type Runner = Parameters<NonNullable<TracedOptions["use"]>>[1];

/** An agent as a tool, on its caller's models in every version. */
function asTool(sdk: Sdk, { config }: Runner, more = {}) {
  return agentOf(sdk, "helper", { tools: [adding(sdk)] }).asTool({
    toolName: "help",
    toolDescription: "Helps",
    runConfig: { modelProvider: config.modelProvider, tracingDisabled: true },
    ...more,
  });
}

/** Asks two helpers, of which one is refused by its model. */
const script: Script = ({ messages }) => {
  const [system, question] = messages;
  const called = messages.some(({ role }) => role === "tool");
  if (system?.text !== "helper") {
    if (called) return says("one of them helped");
    return asks(
      ["help", { input: "good" }, "id_good"],
      ["help", { input: "bad" }, "id_bad"],
    );
  }
  const id = `id_${question?.text}_add`;
  if (!called) return asks(["add", { a: 1, b: 2 }, id]);
  return question?.text === "bad" ? refuses(400) : says("helped");
};

const GOOD = `
    tool.call help
      agent.invoke helper
        agent.turn helper
          chat tested
            POST
          tool.call add
        agent.turn helper
          chat tested
            POST`;

const BAD = `
    tool.call help 400
      agent.invoke helper 400
        agent.turn helper
          chat tested
            POST
          tool.call add
        agent.turn helper 400
          chat tested 400
            POST 400`;

const AROUND = (calls: string) =>
  `agent.run asker
  agent.turn asker
    chat tested
      POST${calls}
  agent.turn asker
    chat tested
      POST`;

testEachVersion(
  "Agents that are tools work side by side, and one fails",
  async (sdk) => {
    for (const mode of MODES) {
      for (const more of [{}, { onStream: () => {} }]) {
        const { answer, tree, requests, spans } = await traced({
          sdk,
          mode,
          handler: following(script),
          use: (run, runner) =>
            run(agentOf(sdk, "asker", { tools: [asTool(sdk, runner, more)] })),
        });
        assertEquals(answer, "one of them helped");
        assertEquals(tree, AROUND(GOOD + BAD));
        assertEquals(requests.length, 6);
        const failed = spans.find(({ name, attributes }) =>
          name === "tool.call" && attributes["error.type"] === "400"
        );
        assertEquals(
          failed?.events.map(({ name }) => name),
          ["exception"],
        );
      }
    }
  },
);

testEachVersion("An agent at its own limit says so, alone", async (sdk) => {
  const { answer, tree } = await traced({
    sdk,
    handler: following((request) =>
      request.messages[0]?.text === "helper"
        ? asks(["add", { a: 1, b: 2 }, `id_${request.messages.length}`])
        : request.messages.some(({ role }) => role === "tool")
        ? says("it gave up")
        : asks(["help", { input: "good" }, "id_good"])
    ),
    use: (run, runner) =>
      run(agentOf(sdk, "asker", {
        tools: [asTool(sdk, runner, { runOptions: { maxTurns: 1 } })],
      })),
  });
  assertEquals(answer, "it gave up");
  assertEquals(
    tree,
    AROUND(`
    tool.call help MaxTurnsExceededError
      agent.invoke helper max_turns
        agent.turn helper
          chat tested
            POST
          tool.call add`),
  );
});

testEachVersion("A run in a tool of one's own is in its call", async (sdk) => {
  for (const mode of MODES) {
    const { answer, tree } = await traced({
      sdk,
      mode,
      handler: following((request) =>
        request.messages[0]?.text === "helper"
          ? says("helped")
          : request.messages.some(({ role }) => role === "tool")
          ? says("it helped")
          : asks(["add", { a: 1, b: 2 }, "id_add"])
      ),
      use: (run) => {
        const execute = () => run(agentOf(sdk, "helper"));
        const tools = [adding(sdk, { execute })];
        return run(agentOf(sdk, "asker", { tools }));
      },
    });
    assertEquals(answer, "it helped");
    assertEquals(
      tree,
      AROUND(`
    tool.call add
      agent.invoke helper
        agent.turn helper
          chat tested
            POST`),
    );
  }
});

testEachVersion(
  "An agent in a tool is cancelled, and the run around it goes on",
  async (sdk) => {
    for (const mode of MODES) {
      const cancel = new AbortController();
      const { reply, asked } = hangs();
      asked.then(() => cancel.abort());
      const { answer, tree } = await traced({
        sdk,
        mode,
        handler: conversation(
          asks(["add", { a: 1, b: 2 }, "id_add"]),
          reply,
          says("without help"),
        ),
        use: (run) =>
          traceRun({ runner: "mine", model: "tested" }, () => {
            const { signal } = cancel;
            const execute = async () => {
              await run(agentOf(sdk, "helper"), { signal }).catch(() => {});
              return "no help";
            };
            const tools = [adding(sdk, { execute })];
            return run(agentOf(sdk, "asker", { tools }));
          }),
      });
      assertEquals(answer, "without help");
      assertEquals(
        tree,
        AROUND(`
    tool.call add
      agent.invoke helper cancelled
        agent.turn helper cancelled
          chat tested cancelled
            POST cancelled`).replace("agent.run asker", "agent.run mine"),
      );
    }
  },
);

testEachVersion(
  "An agent in a tool that was cancelled before asks nothing",
  async (sdk) => {
    for (const mode of MODES) {
      const { answer, tree, requests } = await traced({
        sdk,
        mode,
        handler: conversation(
          asks(["add", { a: 1, b: 2 }, "id_add"]),
          says("without help"),
        ),
        use: (run) =>
          traceRun({ runner: "mine", model: "tested" }, () => {
            const signal = AbortSignal.abort();
            const execute = async () => {
              await run(agentOf(sdk, "helper"), { signal }).catch(() => {});
              return "no help";
            };
            const tools = [adding(sdk, { execute })];
            return run(agentOf(sdk, "asker", { tools }));
          }),
      });
      assertEquals([answer, requests.length], ["without help", 2]);
      assertEquals(
        tree,
        AROUND(`
    tool.call add
      agent.invoke helper cancelled`).replace(
          "agent.run asker",
          "agent.run mine",
        ),
      );
    }
  },
);

testEachVersion(
  "A tool that bears its agent's failure has not failed",
  async (sdk) => {
    const { answer, tree } = await traced({
      sdk,
      handler: conversation(
        asks(["add", { a: 1, b: 2 }, "id_add"]),
        refuses(400),
        says("without help"),
      ),
      use: (run) => {
        const execute = () => run(agentOf(sdk, "helper")).catch(() => "none");
        const tools = [adding(sdk, { execute })];
        return run(agentOf(sdk, "asker", { tools }));
      },
    });
    assertEquals(answer, "without help");
    assertEquals(
      tree,
      AROUND(`
    tool.call add
      agent.invoke helper 400
        agent.turn helper 400
          chat tested 400
            POST 400`),
    );
  },
);
