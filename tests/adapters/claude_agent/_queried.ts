import { AssertionError } from "@std/assert";
import * as sdk from "@anthropic-ai/claude-agent-sdk";
import { type TokenBudget, traceRun } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../../_helpers/scripted_model.ts";
import { SentRequests } from "../../_helpers/sent_requests.ts";
import { type Json, type Script, scriptedCli } from "./_scripted_cli.ts";

// It sets timers once it is loaded, and for good.
export { sdk };

/** What a query is made with. */
export interface Queried {
  /** The model. */
  readonly handler: Handler;
  readonly options?: sdk.Options;
  /**
   * Whether it is made in a run of the program's.
   *
   * @default {false}
   */
  readonly inRun?: boolean;
  /** The budget of that run. */
  readonly budget?: TokenBudget;
  /** Reads the query; to its end unless given. */
  readonly read?: (query: sdk.Query) => Promise<void>;
}

/** What came of it. */
export interface Outcome {
  readonly messages: readonly Json[];
  readonly thrown: unknown;
  readonly spans: readonly RecordedSpan[];
  readonly requests: readonly ReceivedRequest[];
  /** The tree, with failures named. */
  readonly tree: string;
}

/** Makes a query of a script in the CLI's place, as a run of its own. */
export async function queried(
  script: Script,
  { handler, options = {}, inRun = false, read, budget }: Queried,
): Promise<Outcome> {
  using recorder = new SpanRecorder();
  const { handler: recording, requests } = recordingHandler(handler);
  await using _sent = new SentRequests();
  await using model = startScriptedModel({ handler: recording });
  const messages: Json[] = [];
  let thrown: unknown;
  let failed: Error | undefined;
  const use = async () => {
    const query = traceQuery(sdk.query)({
      prompt: "What is it?",
      options: {
        model: "tested",
        env: { ANTHROPIC_BASE_URL: model.baseUrl },
        settingSources: [],
        spawnClaudeCodeProcess: scriptedCli((cli) =>
          script(cli).catch((error) => {
            if (error instanceof AssertionError) failed = error;
            throw error;
          })
        ),
        ...options,
      },
    });
    if (read !== undefined) await read(query);
    else for await (const message of query) messages.push(message);
  };
  try {
    const run = { runner: "mine", model: "tested", ...(budget && { budget }) };
    await (inRun ? traceRun(run, use) : use());
  } catch (error) {
    thrown = error;
  }
  if (failed !== undefined) throw failed;
  const { spans } = recorder;
  // Handlers may have spans of their own.
  assertContract(spans.filter(({ name }) => name !== "computed"));
  const tree = recorder.tree({
    attributes: ["tool.server", "tool.name", "error.type"],
  }).replaceAll(/ (?:tool\.server|tool\.name|error\.type)="([^"]*)"/g, " $1");
  return { messages, thrown, spans, requests, tree };
}

/** A request of a turn. */
export function turn(more: Json = {}): Json {
  return {
    model: "tested",
    max_tokens: 100,
    stream: true,
    system: [
      { type: "text", text: `x-anthropic-billing-header: ${Math.random()}` },
      { type: "text", text: "You are the agent" },
    ],
    tools: ["Bash", "Agent", "mcp__math__add"].map((name) => ({
      name,
      input_schema: { type: "object", properties: {} },
    })),
    messages: [{ role: "user", content: "What is it?" }],
    ...more,
  };
}

/** What the CLI says once a tool has been used, or was not. */
export function toolResult(
  tool_use_id: string,
  content: string,
  more: Json = {},
): Json {
  const result = { type: "tool_result", tool_use_id, content, ...more };
  return { type: "user", message: { role: "user", content: [result] } };
}
