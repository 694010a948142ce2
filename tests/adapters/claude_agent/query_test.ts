import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { currentRun, traceRun } from "@turnspan/turnspan";
import { modelFailure, traceQuery } from "@turnspan/turnspan/claude-agent";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  asks,
  conversation,
  hangs,
  refuses,
  says,
} from "../../_helpers/conversation.ts";
import { queried, sdk, turn } from "./_queried.ts";
import { scriptedCli } from "./_scripted_cli.ts";

const ONE_TURN = `agent.run
  agent.turn
    chat tested
      POST`;

/** The SDK has a timer for ending the CLI, which it leaves behind. */
const LEAKS = { sanitizeOps: false, sanitizeResources: false };

Deno.test("a query is a run of its own, with its answer and its tokens", async () => {
  const { messages, spans, tree, requests, thrown } = await queried(
    async (cli) => {
      assertEquals(await cli.prompt, "What is it?");
      const { status, text } = await cli.ask(turn());
      assertEquals(status, 200);
      assert(text.endsWith(`{"type":"message_stop"}\n\n`), text);
      cli.result("It is done");
    },
    { handler: conversation(says("It is done")) },
  );
  assertEquals(thrown, undefined);
  assertEquals(messages.map(({ type }) => type), ["result"]);
  assertEquals(tree, ONE_TURN);
  const [run, post] = ["agent.run", "POST"].map((name) =>
    spans.find((span) => span.name === name)!
  );
  const { traceId, spanId } = post!.spanContext();
  assertEquals(
    requests[0]?.headers.get("traceparent"),
    `00-${traceId}-${spanId}-01`,
  );
  const attributes = run!.attributes;
  assertEquals(
    [
      attributes["agent.runner"],
      attributes["gen_ai.request.model"],
      attributes["agent.answer.length"],
      attributes["agent.usage.input_tokens"],
    ],
    ["claude_agent_sdk", "tested", 10, 100],
  );
});

Deno.test("a query inside a run is that run's agent", async () => {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler: conversation(says("x")) });
  await traceRun({ runner: "mine", model: "tested" }, async () => {
    const query = traceQuery(sdk.query)({
      prompt: "What is it?",
      options: {
        env: { ANTHROPIC_BASE_URL: model.baseUrl },
        spawnClaudeCodeProcess: scriptedCli(async (cli) => {
          await cli.ask(turn());
          cli.result("x");
        }),
      },
    });
    for await (const _ of query);
  });
  assertEquals(recorder.tree(), ONE_TURN);
});

Deno.test(
  "a query inside a run sends no more once that is cancelled",
  LEAKS,
  async () => {
    using _recorder = new SpanRecorder();
    await using model = startScriptedModel({
      handler: conversation(says("x")),
    });
    const cancel = new AbortController();
    const { signal } = cancel;
    let refused: unknown;
    await traceRun({ runner: "mine", model: "tested", signal }, async () => {
      const query = traceQuery(sdk.query)({
        prompt: "What is it?",
        options: {
          env: { ANTHROPIC_BASE_URL: model.baseUrl },
          spawnClaudeCodeProcess: scriptedCli(async (cli) => {
            await cli.ask(turn());
            cancel.abort();
            refused = await cli.ask(turn()).catch((error) => error);
            cli.result("x");
          }),
        },
      });
      for await (const _ of query);
    }).catch(() => {});
    assert(refused instanceof TypeError);
  },
);

Deno.test("a query is the SDK's own where nothing is recorded", () => {
  const own = async function* () {};
  const params = { prompt: "What is it?", options: {} };
  const made = own();
  let given: unknown;
  const query = traceQuery((params) => {
    given = params;
    return made;
  });
  assertStrictEquals(query(params), made);
  assertStrictEquals(given, params);
});

Deno.test("a query can do all that the SDK's own can", async () => {
  let controls: readonly { readonly subtype: string }[] = [];
  const asked = Promise.withResolvers<void>();
  const { tree } = await queried(async (cli) => {
    controls = cli.controls;
    await cli.ask(turn());
    cli.say({ type: "system", subtype: "status", status: null });
    await asked.promise;
    cli.result("done");
  }, {
    handler: conversation(says("done")),
    read: async (query) => {
      assertStrictEquals(query[Symbol.asyncIterator](), query);
      await query.next();
      await query.setModel("other");
      await query.setPermissionMode("plan");
      await query.interrupt();
      asked.resolve();
      const types: string[] = [];
      for await (const { type } of query) types.push(type);
      assertEquals(types, ["result"]);
      assertEquals(await query.next(), { done: true, value: undefined });
    },
  });
  assertEquals(tree, ONE_TURN);
  assertEquals(controls.map(({ subtype }) => subtype), [
    "set_model",
    "set_permission_mode",
    "interrupt",
  ]);
});

Deno.test(
  "a query that is not read to its end sends no more",
  LEAKS,
  async () => {
    for (
      const leave of [
        async (query: sdk.Query) => {
          for await (const _ of query) break;
        },
        (query: sdk.Query) => query.next().then(() => query.close()),
        async (query: sdk.Query) => {
          await query.next();
          await query.return();
        },
      ]
    ) {
      const left = Promise.withResolvers<void>();
      const refused = Promise.withResolvers<unknown>();
      const { tree, requests } = await queried(async (cli) => {
        await cli.ask(turn());
        cli.say({ type: "system", subtype: "status", status: null });
        await left.promise;
        cli.ask(turn()).catch((error) => error).then(refused.resolve);
      }, {
        handler: conversation(says("x"), says("y")),
        read: async (query) => {
          await leave(query);
          left.resolve();
        },
      });
      assert(await refused.promise instanceof TypeError);
      assertEquals(requests.length, 1);
      assertEquals(tree, ONE_TURN);
    }
  },
);

Deno.test("a query's failure is thrown on, and told of its model", async () => {
  let failure: unknown;
  const { thrown, tree } = await queried(async (cli) => {
    await cli.ask(turn());
    cli.result("API Error: 529", { is_error: true, api_error_status: 529 });
    throw new Error("exit code 1");
  }, {
    handler: conversation(refuses(529, {}, "overloaded")),
    read: async (query) => {
      try {
        for await (const _ of query);
      } finally {
        failure = modelFailure(query);
      }
    },
  });
  assert(thrown instanceof Error);
  assertEquals((failure as { readonly status?: number }).status, 529);
  assertEquals(
    tree,
    `agent.run 529
  agent.turn 529
    chat tested 529
      POST 529`,
  );
});

Deno.test("a query at its limit fails by that", async () => {
  const { tree } = await queried(async (cli) => {
    await cli.ask(turn());
    const errors = ["Reached maximum number of turns (1)"];
    cli.result("", { subtype: "error_max_turns", is_error: true, errors });
    throw new Error("exit code 1");
  }, { handler: conversation(asks(["Bash", {}, "id_1"])) });
  assertEquals(
    tree,
    `agent.run max_turns
  agent.turn
    chat tested
      POST
    tool.call local Bash not_run`,
  );
});

Deno.test(
  "a query's abort reaches the request under way",
  LEAKS,
  async () => {
    const abort = new AbortController();
    const { asked, reply } = hangs();
    asked.then(() => abort.abort());
    const { tree, thrown } = await queried(async (cli) => {
      await cli.ask(turn());
    }, {
      options: { abortController: abort },
      handler: conversation(reply),
    });
    assert(thrown !== undefined);
    assertEquals(
      tree,
      `agent.run cancelled
  agent.turn cancelled
    chat tested cancelled
      POST cancelled`,
    );
  },
);

Deno.test("a query that cannot be made throws what the SDK threw", async () => {
  using recorder = new SpanRecorder();
  const error = new TypeError("no such option");
  const query = traceQuery((_: { readonly prompt: string }) => {
    throw error;
  });
  let thrown: unknown;
  try {
    query({ prompt: "x" });
  } catch (caught) {
    thrown = caught;
  }
  assertStrictEquals(thrown, error);
  assertEquals(currentRun(), undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assertEquals(recorder.tree(), "agent.run");
  assertEquals(recorder.unended, []);
});

Deno.test("a query whose requests go elsewhere says so once", async () => {
  const said: string[] = [];
  const write = Deno.stderr.writeSync;
  Deno.stderr.writeSync = (bytes) => {
    said.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  try {
    const reply = (model: string) => ({
      type: "assistant",
      message: { role: "assistant", model, content: [] },
      parent_tool_use_id: null,
    });
    const answers = (...models: string[]) =>
      queried((cli) => {
        for (const model of models) cli.say(reply(model));
        cli.result("done");
        return Promise.resolve();
      }, { handler: conversation() });
    // What the CLI itself says is no model's.
    await answers("<synthetic>");
    assertEquals(said, []);
    await answers("claude", "claude");
  } finally {
    Deno.stderr.writeSync = write;
  }
  assertEquals(said, [
    "turnspan: Cannot trace this query's turns: the Claude CLI sends its requests elsewhere than to ANTHROPIC_BASE_URL, as with Bedrock, Vertex or an administrator's settings\n",
  ]);
});
