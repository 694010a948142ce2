import { assertEquals, assertRejects } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { allOf, conversationIds } from "../../_helpers/conversation_ids.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced, type TracedOptions } from "./_traced.ts";
import { type Sdk, testEachVersion, untraced } from "./_versions.ts";

/** Options of a run, as far as they name a conversation. */
interface Options {
  readonly conversationId?: string;
  readonly session?: InstanceType<Sdk["MemorySession"]> | LazySession;
}

const NAMES = ["agent.run", "agent.turn", "chat tested", "tool.call"];

/** A session of the program's own, which is made with its first use. */
class LazySession {
  readonly calls: string[] = [];
  readonly #id: unknown;

  constructor(id: unknown) {
    this.#id = id;
  }

  getSessionId(): Promise<string> {
    this.calls.push("id");
    return Promise.resolve(this.#id as string);
  }

  getItems(): Promise<never[]> {
    this.calls.push("items");
    return Promise.resolve([]);
  }

  addItems(): Promise<void> {
    return Promise.resolve();
  }

  popItem(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  clearSession(): Promise<void> {
    return Promise.resolve();
  }
}

const REFUSING = {
  getResponse: () => Promise.reject(new Error("refused")),
  getStreamedResponse: () => {
    throw new Error("refused");
  },
};

/** The conversations of an agent's run that calls a tool, streamed or not. */
async function idsOf(
  sdk: Sdk,
  options: Options,
  { config = {}, named }: {
    readonly config?: TracedOptions["config"];
    readonly named?: string;
  } = {},
) {
  const agent = agentOf(sdk, "adder", { tools: [adding(sdk)] });
  const ids = [];
  for (const mode of MODES.filter(({ responses }) => !responses)) {
    const { spans, error } = await traced({
      sdk,
      mode,
      handler: conversation(asks(["add", { a: 1, b: 2 }, "c"]), says("3")),
      config,
      use: (once) => {
        const run = () => once(agent, options as never);
        return named === undefined ? run() : traceRun(
          { runner: "mine", model: "tested", conversationId: named },
          run,
        );
      },
    });
    assertEquals(error, undefined);
    ids.push(conversationIds(spans));
  }
  assertEquals(new Set(ids.map((each) => JSON.stringify(each))).size, 1);
  return ids[0];
}

testEachVersion(
  "traceRunner() names the vendor's conversation",
  async (sdk) => {
    const session = new sdk.MemorySession({ sessionId: "s-1" });
    const options = { conversationId: "conv_1", session };
    const config = { groupId: "g-1" };
    assertEquals(
      await idsOf(sdk, options, { config }),
      allOf("conv_1", NAMES),
    );
  },
);

testEachVersion("traceRunner() names the session", async (sdk) => {
  const session = new sdk.MemorySession({ sessionId: "s-1" });
  assertEquals(
    await idsOf(sdk, { session }, { config: { groupId: "g-1" } }),
    allOf("s-1", NAMES),
  );
});

testEachVersion(
  "traceRunner() asks a session once it has been used",
  async (sdk) => {
    const session = new LazySession("s-2");
    const ids = await idsOf(sdk, { session });
    assertEquals(ids, allOf("s-2", NAMES));
    const first = session.calls.indexOf("id");
    assertEquals(session.calls.slice(0, first).includes("items"), true);
  },
);

testEachVersion(
  "traceRunner() goes on where a session has no id",
  async (sdk) => {
    assertEquals(
      await idsOf(sdk, { session: new LazySession(undefined) }),
      allOf(undefined, NAMES),
    );
  },
);

testEachVersion("traceRunner() names the runner's group", async (sdk) => {
  assertEquals(
    await idsOf(sdk, {}, { config: { groupId: "g-1" } }),
    allOf("g-1", NAMES),
  );
});

testEachVersion("traceRunner() leaves the caller's id alone", async (sdk) => {
  const session = new sdk.MemorySession({ sessionId: "s-1" });
  assertEquals(
    await idsOf(sdk, { session }, { named: "mine" }),
    allOf("mine", NAMES),
  );
});

testEachVersion("traceRunner() makes no conversation up", async (sdk) => {
  assertEquals(await idsOf(sdk, {}), allOf(undefined, NAMES));
});

testEachVersion(
  "traceRunner() asks no session where nothing is recorded",
  async (sdk) => {
    const asked: number[] = [];
    for (const run of [untraced.get(sdk)!, sdk.Runner.prototype.run]) {
      const session = new LazySession("s-3");
      const runner = new sdk.Runner({ tracingDisabled: true });
      const agent = agentOf(sdk, "asker", { model: REFUSING } as never);
      const refused = await assertRejects(() =>
        run.call(runner, agent, "What is it?", { session } as never)
      );
      assertEquals(`${refused}`, "Error: refused");
      asked.push(session.calls.filter((call) => call === "id").length);
    }
    assertEquals(asked[1], asked[0]);
  },
);

/** What an agent inside has of its own. */
interface Inner {
  readonly runOptions?: Options;
  readonly groupId?: string;
}

testEachVersion(
  "traceRunner() has an agent inside in its own conversation, where it has one",
  async (sdk) => {
    const session = new sdk.MemorySession({ sessionId: "inner" });
    const cases: readonly (readonly [Inner, string])[] = [
      [{ runOptions: { session } }, "inner"],
      [{}, "outer"],
      // The group that is around it, and another.
      [{ groupId: "g-1" }, "outer"],
      [{ groupId: "g-2" }, "g-2"],
    ];
    for (const [own, expected] of cases) {
      const { spans } = await traced({
        sdk,
        handler: following(({ messages }) => {
          const [system] = messages;
          if (system?.text === "helper") return says("helped");
          return messages.some(({ role }) => role === "tool")
            ? says("done")
            : asks(["help", { input: "now" }, "id_help"]);
        }),
        config: { groupId: "g-1" },
        use: (_, runner) => {
          const helper = agentOf(sdk, "helper").asTool({
            toolName: "help",
            toolDescription: "Helps",
            runConfig: {
              modelProvider: runner.config.modelProvider,
              tracingDisabled: true,
              ...(own.groupId === undefined ? {} : { groupId: own.groupId }),
            },
            runOptions: own.runOptions,
          } as never);
          const agent = agentOf(sdk, "asker", { tools: [helper] } as never);
          // One of its own each time: it keeps what was said.
          const session = new sdk.MemorySession({ sessionId: "outer" });
          return runner.run(agent, "What is it?", { session });
        },
      });
      const { "agent.turn": turns, "chat tested": chats, ...others } =
        conversationIds(spans);
      assertEquals(others, {
        "agent.run": ["outer"],
        "agent.invoke": [expected],
        "tool.call": ["outer"],
      });
      const both = new Set(["outer", expected]);
      assertEquals([new Set(turns), new Set(chats)], [both, both]);
    }
  },
);
