import { assert, assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { conversation, says } from "../../_helpers/conversation.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { queried, sdk, turn } from "./_queried.ts";
import { scriptedCli } from "./_scripted_cli.ts";

/** The SDK's timers. */
const LEAKS = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "a query in a run that was cancelled before sends nothing",
  LEAKS,
  async () => {
    using recorder = new SpanRecorder();
    const { handler, requests } = recordingHandler(conversation(says("x")));
    await using model = startScriptedModel({ handler });
    const signal = AbortSignal.abort();
    let refused: unknown;
    await traceRun({ runner: "mine", model: "tested", signal }, async () => {
      const query = traceQuery(sdk.query)({
        prompt: "What is it?",
        options: {
          env: { ANTHROPIC_BASE_URL: model.baseUrl },
          spawnClaudeCodeProcess: scriptedCli(async (cli) => {
            refused = await cli.ask(turn()).catch((error) => error);
            cli.result("x");
          }),
        },
      });
      for await (const _ of query);
    }).catch(() => {});

    assert(refused instanceof TypeError);
    assertEquals(requests, []);
    assertEquals(recorder.unended, []);
  },
);

Deno.test(
  "a query whose own signal has aborted before sends nothing",
  LEAKS,
  async () => {
    const abortController = new AbortController();
    abortController.abort();
    const { requests, tree } = await queried(async (cli) => {
      await cli.ask(turn());
      cli.result("x");
    }, { handler: conversation(says("x")), options: { abortController } });

    assertEquals(requests, []);
    assertEquals(tree, "agent.run cancelled");
  },
);
