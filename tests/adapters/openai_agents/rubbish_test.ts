import { assertEquals } from "@std/assert";
import { SpanRecorder } from "../../../testing/mod.ts";
import { type Outcome, outcome, RUBBISH } from "../../_helpers/rubbish.ts";
import { adding } from "./_agents.ts";
import { type Sdk, testEachVersion, untraced } from "./_versions.ts";

// deno-lint-ignore no-explicit-any -- what no type allows
type Any = any;

type Run = Sdk["Runner"]["prototype"]["run"];

const DONE = {
  usage: {},
  output: [{
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: "done" }],
  }],
};

/** Programs that hand something over at each place where one can. */
const PROGRAMS: Readonly<
  Record<string, (sdk: Sdk, run: Run, make: () => unknown) => unknown>
> = {
  "a model that returns": (sdk, run, make) =>
    ask(sdk, run, { getResponse: make }),
  "a model that resolves": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => Promise.resolve(make()) }),
  "a model that rejects with": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => Promise.reject(make()) }),
  "a model that throws": (sdk, run, make) =>
    ask(sdk, run, {
      getResponse: () => {
        throw make();
      },
    }),
  "a reply with the output": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({ output: make() }) }),
  "a reply with the item": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({ output: [make()] }) }),
  "a reply with the usage": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({ usage: make() }) }),
  "a reply with the vendor's reply": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({ providerData: make() }) }),
  "a reply with the arguments": (sdk, run, make) =>
    ask(sdk, run, {
      getResponse: () => reply({ output: [calling(make())] }),
    }, { maxTurns: 1 }),
  "a stream": (sdk, run, make) =>
    ask(sdk, run, { getStreamedResponse: make }, { stream: true }),
  "a stream with the iterator": (sdk, run, make) =>
    ask(sdk, run, {
      getStreamedResponse: () => ({ [Symbol.asyncIterator]: make }),
    }, { stream: true }),
  "a stream with the step": (sdk, run, make) =>
    ask(sdk, run, {
      getStreamedResponse: () => ({
        [Symbol.asyncIterator]: () => ({ next: once(make) }),
      }),
    }, { stream: true }),
  "a stream with the event": (sdk, run, make) =>
    ask(sdk, run, {
      async *getStreamedResponse() {
        yield make();
      },
    }, { stream: true }),
  "a stream with the whole reply": (sdk, run, make) =>
    ask(sdk, run, {
      async *getStreamedResponse() {
        yield { type: "response_done", response: make() };
      },
    }, { stream: true }),
  "a stream that breaks off by": (sdk, run, make) =>
    ask(sdk, run, {
      async *getStreamedResponse() {
        yield { type: "model", event: make() };
        throw make();
      },
    }, { stream: true }),
  "an agent": (sdk, run, make) =>
    run.call(new sdk.Runner({ tracingDisabled: true }), make() as Any, "Go"),
  "an agent's model": (sdk, run, make) => ask(sdk, run, make()),
  "a run's options": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({}) }, make()),
  "a run's signal": (sdk, run, make) =>
    ask(sdk, run, { getResponse: () => reply({}) }, { signal: make() }),
  "a provider's model": (sdk, run, make) => {
    const agent = new sdk.Agent({ name: "asker", model: "tested" });
    const modelProvider = { getModel: make } as Any;
    const runner = new sdk.Runner({ tracingDisabled: true, modelProvider });
    return run.call(runner, agent as Any, "Go");
  },
  "a provider that resolves": (sdk, run, make) => {
    const agent = new sdk.Agent({ name: "asker", model: "tested" });
    const modelProvider = { getModel: () => Promise.resolve(make()) } as Any;
    const runner = new sdk.Runner({ tracingDisabled: true, modelProvider });
    return run.call(runner, agent as Any, "Go");
  },
  "a tool that returns": (sdk, run, make) =>
    ask(sdk, run, callsAndSaysDone(), {}, [
      adding(sdk, { execute: make } as Any),
    ]),
  "a tool that throws": (sdk, run, make) =>
    ask(sdk, run, callsAndSaysDone(), {}, [
      Object.assign(adding(sdk), {
        invoke: () => {
          throw make();
        },
      }),
    ]),
  "hooks that are called with": async (sdk, run, make) => {
    const runner = new sdk.Runner({ tracingDisabled: true });
    const model = {
      getResponse: () => {
        for (
          const hook of [
            "agent_start",
            "agent_handoff",
            "agent_tool_start",
            "agent_tool_end",
          ]
        ) {
          (runner as Any).emit(hook, make(), make(), make(), make(), make());
        }
        return reply({});
      },
    };
    const agent = new sdk.Agent({ name: "asker", model: model as Any });
    const result = await run.call(runner, agent as Any, "Go");
    return (result as Any).finalOutput;
  },
};

function reply(more: object): Promise<unknown> {
  return Promise.resolve({ ...DONE, ...more });
}

function calling(args: unknown) {
  return { type: "function_call", callId: "1", name: "add", arguments: args };
}

function once(make: () => unknown): () => unknown {
  let asked = false;
  return () => {
    if (asked) return Promise.resolve({ done: true });
    asked = true;
    return make();
  };
}

function callsAndSaysDone() {
  const replies = [
    { output: [calling('{"a":1,"b":2}')] },
    {},
  ];
  return { getResponse: () => reply(replies.shift()!) };
}

async function ask(
  sdk: Sdk,
  run: Run,
  model: unknown,
  options: unknown = {},
  tools: unknown[] = [],
): Promise<unknown> {
  const agent = new sdk.Agent({ name: "asker", model, tools } as Any);
  const runner = new sdk.Runner({ tracingDisabled: true });
  const result = await run.call(runner, agent as Any, "Go", options as Any);
  const { completed } = result as Any;
  if (completed !== undefined) await completed;
  return (result as Any).finalOutput;
}

for (const [where, program] of Object.entries(PROGRAMS)) {
  testEachVersion(
    `Nothing changes by ${where} what it should not`,
    async (sdk) => {
      for (const [what, make] of Object.entries(RUBBISH)) {
        const before = untraced.get(sdk)!;
        const expected = await outcome(() => program(sdk, before, make));
        using recorder = new SpanRecorder();
        const actual: Outcome = await outcome(() =>
          program(sdk, sdk.Runner.prototype.run, make)
        );
        assertEquals(actual, expected, `${where} ${what}`);
        assertEquals([what, recorder.unended], [what, []]);
      }
    },
  );
}
