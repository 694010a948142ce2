import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import {
  asks,
  conversation,
  following,
  hangs,
  refuses,
  says,
} from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion, VERSIONS } from "./_versions.ts";

const SUM = asks(["add", { a: 1, b: 2 }, "id_add"]);

testEachVersion("A run at its limit has failed by that, alone", async (sdk) => {
  for (const mode of MODES) {
    const { error, tree } = await traced({
      sdk,
      mode,
      handler: following(({ messages }) =>
        asks(["add", { a: 1, b: 2 }, `id_${messages.length}`])
      ),
      use: (run) =>
        run(agentOf(sdk, "adder", { tools: [adding(sdk)] }), { maxTurns: 2 }),
    });
    assert(error instanceof sdk.MaxTurnsExceededError);
    const turn = `
  agent.turn adder
    chat tested
      POST
    tool.call add`;
    assertEquals(tree, `agent.run adder max_turns${turn}${turn}`);
  }
});

testEachVersion(
  "A refused request fails the run, and is thrown on",
  async (sdk) => {
    for (const mode of MODES) {
      const { error, tree, spans } = await traced({
        sdk,
        mode,
        agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
        handler: conversation(SUM, refuses(400, {}, "no such parameter")),
      });
      assertEquals((error as { status?: number }).status, 400);
      assertEquals(
        tree,
        `agent.run adder 400
  agent.turn adder
    chat tested
      POST
    tool.call add
  agent.turn adder 400
    chat tested 400
      POST 400`,
      );
      // What a peer says stays off the spans.
      const exported = spans.map(({ attributes, events, status }) =>
        JSON.stringify([attributes, events, status])
      );
      assertEquals(exported.join().includes("no such parameter"), false);
    }
  },
);

testEachVersion(
  "A failed run that is caught has not failed the run around it",
  async (sdk) => {
    const { tree, answer } = await traced({
      sdk,
      handler: conversation(refuses(400), says("second")),
      use: (run) =>
        traceRun({ runner: "mine", model: "tested" }, async () => {
          await run(agentOf(sdk, "first")).catch(() => {});
          return await run(agentOf(sdk, "second"));
        }),
    });
    assertEquals(answer, "second");
    assertEquals(
      tree,
      `agent.run mine
  agent.turn first
    chat tested
      POST 400
      POST`,
    );
  },
);

Deno.test("The SDK's own retries are attempts of one call", async () => {
  const sdk = VERSIONS.newest!;
  for (const mode of MODES) {
    const { answer, tree } = await traced({
      sdk,
      mode,
      agent: agentOf(sdk, "retried", {
        modelSettings: {
          retry: {
            maxRetries: 2,
            backoff: { initialDelayMs: 1 },
            policy: () => true,
          },
        },
      }),
      handler: conversation(refuses(503), refuses(500), says("at last")),
    });
    assertEquals(answer, "at last");
    assertEquals(
      tree,
      `agent.run retried
  agent.turn retried
    chat tested
      POST 503
      POST 500
      POST`,
    );
  }
});

testEachVersion(
  "A run that is cancelled in a model call says so",
  async (sdk) => {
    for (const mode of MODES) {
      const cancel = new AbortController();
      const { reply, asked } = hangs();
      asked.then(() => cancel.abort());
      const { tree, error } = await traced({
        sdk,
        mode,
        handler: conversation(SUM, reply),
        use: (run) =>
          run(agentOf(sdk, "adder", { tools: [adding(sdk)] }), {
            signal: cancel.signal,
          }),
      });
      // Streamed, it ends without an error.
      assertEquals(error === undefined, mode.stream, `${error}`);
      assertEquals(
        tree,
        `agent.run adder cancelled
  agent.turn adder
    chat tested
      POST
    tool.call add
  agent.turn adder cancelled
    chat tested cancelled
      POST cancelled`,
      );
    }
  },
);

testEachVersion("A run that is cancelled in a tool says so", async (sdk) => {
  for (const mode of MODES) {
    const cancel = new AbortController();
    const { tree, error } = await traced({
      sdk,
      mode,
      handler: conversation(SUM, says("too late")),
      use: (run) => {
        const execute = () => {
          cancel.abort();
          return "unheard";
        };
        const tools = [adding(sdk, { execute })];
        return run(agentOf(sdk, "adder", { tools }), {
          signal: cancel.signal,
        });
      },
    });
    assertEquals(error === undefined, mode.stream);
    assertEquals(
      tree,
      `agent.run adder cancelled
  agent.turn adder cancelled
    chat tested
      POST
    tool.call add cancelled`,
    );
  }
});

testEachVersion("What is thrown is thrown on, the same", async (sdk) => {
  const thrown = new TypeError("not a model");
  const model = {
    getResponse: () => Promise.reject(thrown),
    getStreamedResponse: () => {
      throw thrown;
    },
  };
  for (const mode of MODES.slice(0, 2)) {
    const { error, tree } = await traced({
      sdk,
      mode,
      agent: agentOf(sdk, "broken", { model }),
      handler: conversation(),
    });
    assertStrictEquals(error, thrown);
    assertEquals(
      tree,
      `agent.run broken TypeError
  agent.turn broken TypeError
    chat unknown TypeError`,
    );
  }
});

Deno.test("A call that was refused is one, however often the model is asked", async () => {
  const sdk = VERSIONS.newest!;
  const { tree } = await traced({
    sdk,
    agent: agentOf(sdk, "retried", {
      tools: [adding(sdk)],
      modelSettings: { retry: { maxRetries: 1, policy: () => true } },
    }),
    handler: conversation(
      asks(["add", "{not", "id_add"]),
      refuses(503, { "retry-after-ms": "1" }),
      says("at last"),
    ),
  });
  assertEquals(
    tree,
    `agent.run retried
  agent.turn retried
    chat tested
      POST
    tool.call add invalid_arguments
  agent.turn retried
    chat tested
      POST 503
      POST`,
  );
});

Deno.test("A model that takes too long has not been cancelled", async () => {
  const sdk = VERSIONS.newest!;
  const { tree, error } = await traced({
    sdk,
    agent: agentOf(sdk, "slow", { modelSettings: { timeoutMs: 20 } }),
    handler: conversation(hangs().reply),
  });
  assert(error instanceof Error);
  assertEquals(error.name, "ModelTimeoutError");
  assertEquals(
    tree.split("\n").slice(0, 3).join().includes("cancelled"),
    false,
  );
});

testEachVersion(
  "A model call that is given up is cancelled in a run around it, too",
  async (sdk) => {
    for (const mode of MODES.filter(({ stream }) => !stream)) {
      const cancel = new AbortController();
      const { reply, asked } = hangs();
      asked.then(() => cancel.abort());
      const { tree } = await traced({
        sdk,
        mode,
        handler: conversation(reply, says("after all")),
        use: (run) =>
          traceRun({ runner: "mine", model: "tested" }, async () => {
            const { signal } = cancel;
            await run(agentOf(sdk, "first"), { signal }).catch(() => {});
            return await run(agentOf(sdk, "second"));
          }),
      });
      assertEquals(
        tree.replace(/POST \w+/, "POST"),
        `agent.run mine
  agent.turn first
    chat tested cancelled
      POST
  agent.turn second
    chat tested
      POST`,
      );
    }
  },
);
