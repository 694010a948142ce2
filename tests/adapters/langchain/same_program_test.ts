import { assertEquals, assertNotEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import type { ModelRequest } from "../../../demo/scripted_model/decide/request.ts";
import {
  asks,
  following,
  refuses,
  type SaidReply,
  says,
} from "../../_helpers/conversation.ts";
import { adding, failing } from "./_agents.ts";
import { QUESTION, traced } from "./_traced.ts";
import { type Frameworks, testEachVersion } from "./_versions.ts";

type Model = Parameters<Parameters<typeof traced>[1]>[0];
type Agent = ReturnType<Frameworks["langchain"]["createAgent"]>;

/** Calls that come to nothing, a sub-agent where there is one, and the end. */
const program = (last: SaidReply) => ({ messages, tools }: ModelRequest) => {
  const has = (name: string) => tools.some((tool) => tool.name === name);
  const turn = messages.filter(({ role }) => role === "assistant").length;
  if (has("ls") && !has("task")) return says("a sub-agent's word");
  if (turn === 0 && has("task")) {
    return asks([
      "task",
      { description: "Do it", subagent_type: "general-purpose" },
      "id_task",
    ], ["substract", { a: 1 }, "id_unknown"]);
  }
  if (turn === 0) {
    return asks(
      ["explode", {}, "id_thrown"],
      ["substract", { a: 1 }, "id_unknown"],
      ["add", { a: 1, b: 2 }, "id_fine"],
    );
  }
  return turn === 1 ? asks(["add", { a: "one" }, "id_misfit"]) : last;
};

/** Runs one program, and tells all that can be seen of it. */
async function seen(
  last: SaidReply,
  streamed: boolean,
  make: (model: Model) => unknown,
) {
  const { value, error, requests } = await traced(
    following(program(last)),
    async (model) => {
      const agent = make(model) as Agent;
      if (!streamed) {
        const state = await agent.invoke(QUESTION);
        return { keys: Object.keys(state), messages: plain(state.messages) };
      }
      const chunks = [];
      const streamMode = ["updates", "messages", "values"] as const;
      const stream = await agent.stream(QUESTION, {
        streamMode: [...streamMode],
      });
      for await (const [mode, chunk] of stream) {
        const messages = Array.isArray(chunk) ? [chunk[0]] : chunk.messages;
        chunks.push([mode, Object.keys(chunk), plain(messages ?? [])]);
      }
      return chunks;
    },
  );
  return {
    value,
    error: (error as Error | undefined)?.message,
    requests: requests.map(({ path, body, headers }) => ({
      path,
      body: asJson(body),
      headers: [...headers].filter(([name]) =>
        !["content-length", "host", "traceparent"].includes(name)
      ),
    })),
  };
}

/** What can be compared of messages: their ids are made up. */
function plain(messages: readonly unknown[]) {
  return messages.map((message) => {
    const { content, tool_calls, name, status } = message as Record<
      string,
      unknown
    >;
    return asJson({ content, tool_calls, name, status });
  });
}

/** As JSON has it. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

for (const streamed of [false, true]) {
  for (
    const [kind, last] of [
      ["answers", says("done")],
      ["fails", refuses(400, {}, "no such model")],
    ] as const
  ) {
    const what = `traceAgent() changes nothing in a program that ${kind}${
      streamed ? ", streamed" : ""
    }`;

    testEachVersion(what, async (frameworks) => {
      const { createAgent } = frameworks.langchain;
      const make = (model: Model) =>
        createAgent({
          model,
          tools: [adding(frameworks), failing(frameworks)],
          name: "plain",
        });
      const untraced = await seen(last, streamed, make);
      const now = await seen(
        last,
        streamed,
        (model) => traceAgent(make(model)),
      );
      assertNotEquals(untraced.requests.length, 0);
      assertEquals(now, untraced);
    });

    testEachVersion(`${what}, in a deep agent`, async (frameworks) => {
      const make = (model: Model) =>
        frameworks.deepagents.createDeepAgent({
          model,
          tools: [adding(frameworks)],
          systemPrompt: "Be brief.",
        });
      const untraced = await seen(last, streamed, make);
      const now = await seen(
        last,
        streamed,
        (model) => traceAgent(make(model)),
      );
      assertNotEquals(untraced.requests.length, 0);
      assertEquals(now, untraced);
    });
  }
}
