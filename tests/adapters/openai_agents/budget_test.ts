import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { type AgentRun, TokenBudgetError, traceRun } from "@turnspan/turnspan";
import { asks, following, hangs } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const RUN = { runner: "mine", model: "tested", budget: { inputTokens: 150 } };

/** Adds without an end: each reply reports 100 tokens. */
const FOREVER = () =>
  following(({ messages }) =>
    asks(["add", { a: 1, b: 2 }, `id_${messages.length}`])
  );

const TURN = `
  agent.turn adder
    chat tested
      POST
    tool.call add`;

testEachVersion(
  "A run past its budget asks no further, and throws what stopped it",
  async (sdk) => {
    for (const mode of MODES) {
      for (const passesSignal of [true, false]) {
        let run: AgentRun | undefined;
        const { error, tree, requests } = await traced({
          sdk,
          mode,
          handler: FOREVER(),
          use: (runOnce) =>
            traceRun(RUN, (started) => {
              run = started;
              const { signal } = started;
              assert(signal !== undefined);
              return runOnce(
                agentOf(sdk, "adder", { tools: [adding(sdk)] }),
                passesSignal ? { signal } : {},
              );
            }),
        });
        assertEquals(requests.length, 2);
        // Where its signal aborts, a stream of the SDK's ends with no error.
        if (!mode.stream || !passesSignal) {
          assert(error instanceof TokenBudgetError);
          assertStrictEquals(run?.signal?.reason, error);
        } else assertEquals(error, undefined);
        assertEquals(run?.error?.type, "token_budget");
        assertEquals(tree, `agent.run mine token_budget${TURN}${TURN}`);
      }
    }
  },
);

testEachVersion(
  "An agent in a tool past the budget stops the whole run",
  async (sdk) => {
    const inner = agentOf(sdk, "inner", { tools: [adding(sdk)] });
    const outer = agentOf(sdk, "outer", {
      tools: [inner.asTool({ toolName: "add_up", toolDescription: "Adds" })],
    });
    const { error, requests, tree } = await traced({
      sdk,
      handler: following(({ tools, messages }) =>
        tools.some(({ name }) => name === "add_up")
          ? asks(["add_up", { input: "1 + 2" }, `id_${messages.length}`])
          : asks(["add", { a: 1, b: 2 }, `id_inner_${messages.length}`])
      ),
      use: (runOnce) => traceRun(RUN, () => runOnce(outer)),
    });
    assertEquals(requests.length, 2);
    assert(error instanceof TokenBudgetError);
    assertEquals(
      tree,
      `agent.run mine token_budget
  agent.turn outer cancelled
    chat tested
      POST
    tool.call add_up cancelled
      agent.invoke inner cancelled
        agent.turn inner
          chat tested
            POST
          tool.call add`,
    );
  },
);

testEachVersion(
  "A model of the program's own is not asked past the budget",
  async (sdk) => {
    for (const stream of [false, true]) {
      let asked = 0;
      const reply = () => {
        asked++;
        const call = {
          type: "function_call",
          callId: `id_${asked}`,
          name: "add",
          arguments: '{"a":1,"b":2}',
          status: "completed",
        };
        const usage = { inputTokens: 100, outputTokens: 1, totalTokens: 101 };
        return { id: `r_${asked}`, output: [call], usage };
      };
      const model = {
        getResponse: () => {
          const { usage, ...whole } = reply();
          return Promise.resolve({ ...whole, usage: new sdk.Usage(usage) });
        },
        async *getStreamedResponse() {
          await Promise.resolve();
          yield { type: "response_done", response: reply() };
        },
      };
      const { error } = await traced({
        sdk,
        mode: { responses: false, stream },
        handler: FOREVER(),
        use: (runOnce) =>
          traceRun(RUN, () =>
            runOnce(
              agentOf(sdk, "adder", {
                model: model as never,
                tools: [adding(sdk)],
              }),
            )),
      });
      assert(error instanceof TokenBudgetError);
      assertEquals(asked, 2);
    }
  },
);

testEachVersion(
  "Of runs side by side, the one under way throws what stopped the other",
  async (sdk) => {
    const hanging = hangs();
    const { requests, tree } = await traced({
      sdk,
      handler: following(async ({ messages }) => {
        const { text } = messages.find(({ role }) => role === "system")!;
        if (text === "slow") return hanging.reply;
        await hanging.asked;
        return {
          ...asks(["add", { a: 1, b: 2 }, `id_${messages.length}`]),
          usage: { input: 200, output: 1 },
        };
      }),
      use: (runOnce) =>
        traceRun(RUN, (run) =>
          run.turn(async (turn) => {
            const signal = run.signal!;
            const inTool = (name: string) =>
              turn.tool({ name }, () =>
                runOnce(agentOf(sdk, name, { tools: [adding(sdk)] }), {
                  signal,
                }));
            const [slow, fast] = await Promise.all([
              assertRejects(() => inTool("slow")),
              assertRejects(() =>
                inTool("fast")
              ),
            ]);
            assertStrictEquals(slow, signal.reason);
            assertStrictEquals(fast, signal.reason);
          })),
    });
    assertEquals(requests.length, 2);
    assertEquals(
      tree,
      `agent.run mine token_budget
  agent.turn mine cancelled
    tool.call slow cancelled
      agent.invoke slow cancelled
        agent.turn slow cancelled
          chat tested cancelled
            POST cancelled
    tool.call fast cancelled
      agent.invoke fast cancelled
        agent.turn fast
          chat tested
            POST
          tool.call add`,
    );
  },
);
