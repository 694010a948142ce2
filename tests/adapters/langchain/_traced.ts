import { ChatOpenAI } from "@langchain/openai";
import { AssertionError } from "@std/assert";
import { tracedFetch } from "@turnspan/turnspan";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../../_helpers/scripted_model.ts";
import { SentRequests } from "../../_helpers/sent_requests.ts";
import { withoutAgentsOfCalls } from "../../_helpers/without_agents_of_calls.ts";

/** What an agent is asked. */
export const QUESTION = {
  messages: [{ role: "user", content: "What is it?" }],
} as const;

/** What came of it. */
export interface Traced<R> {
  /** What the program came to, where it came to something. */
  readonly value: R | undefined;
  readonly error: unknown;
  readonly spans: readonly RecordedSpan[];
  /** Names, the tool's or the agent's, and failures. */
  readonly tree: string;
  /** What the model was sent. */
  readonly requests: readonly ReceivedRequest[];
}

/**
 * Runs a program with a scripted model. Whatever it does keeps the contract,
 * and leaves no span open.
 */
export async function traced<R>(
  handler: Handler,
  program: (model: ChatOpenAI, baseUrl: string) => Promise<R>,
  { oneRun = true } = {},
): Promise<Traced<R>> {
  using recorder = new SpanRecorder();
  const { handler: recording, requests } = recordingHandler(handler);
  // Before the model, and so after it: what nobody answers ends with it.
  await using _sent = new SentRequests();
  await using server = startScriptedModel({ handler: recording });
  const model = new ChatOpenAI({
    model: "tested",
    apiKey: "key",
    maxRetries: 0,
    configuration: { baseURL: `${server.baseUrl}/v1`, fetch: tracedFetch },
  });
  let value: R | undefined;
  let error: unknown;
  try {
    value = await program(model, server.baseUrl);
  } catch (thrown) {
    if (thrown instanceof AssertionError) throw thrown;
    error = thrown;
  }
  const { spans, unended, endedAgain } = recorder;
  if (unended.length > 0 || endedAgain.length > 0) {
    throw new Error(`Not ended once: ${unended}, ${endedAgain}`);
  }
  if (oneRun) assertContract(spans);
  return { value, error, spans, tree: outline(recorder), requests };
}

function outline(recorder: SpanRecorder): string {
  const tree = recorder.tree({
    attributes: ["gen_ai.agent.name", "tool.name", "error.type"],
  });
  return withoutAgentsOfCalls(tree).replaceAll(
    / (?:gen_ai\.agent\.name|tool\.name|error\.type)="([^"]*)"/g,
    " $1",
  ).trimEnd();
}

/** The spans of one name. */
export function named(
  spans: readonly RecordedSpan[],
  name: string,
): RecordedSpan[] {
  return spans.filter((span) => span.name === name);
}

/** An attribute of the only span of a name. */
export function attributesOf(spans: readonly RecordedSpan[], name: string) {
  const [span, ...others] = named(spans, name);
  if (span === undefined || others.length > 0) {
    throw new Error(`There are ${others.length + 1} of "${name}"`);
  }
  return span.attributes;
}
