/**
 * What an async context holds of a scope that has ended: Deno keeps it beyond a
 * minor collection of garbage, and code that goes on late keeps it for longer.
 *
 * @module
 */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { AsyncLocalStorage } from "node:async_hooks";
import {
  currentRun,
  currentToolCall,
  currentTurn,
} from "../../../tracing/recorder/current.ts";
import { startRun } from "../../../tracing/recorder/start_run.ts";
import type { AgentRun, ToolCall } from "../../../tracing/recorder/types.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { isLeft } from "../../_helpers/is_left.ts";
import { RUN } from "./_run_setup.ts";

/** What is left of a turn. */
interface Rest {
  /** Run a function in its chat and its tool call, though these have ended. */
  readonly inChat: (fn: () => void) => void;
  readonly inTool: (fn: () => void) => void;
  readonly tool: ToolCall;
  /** The reply. */
  readonly reply: WeakRef<object>;
  readonly chat: WeakRef<object>;
}

/** A turn that ends. */
function turnOf(run: AgentRun): Rest {
  const turn = run.startTurn();
  const chat = turn.startChat({ request: { messages: [{ role: "user" }] } });
  const calls: never[] = [];
  chat.response({ usage: { inputTokens: 3 }, toolCalls: calls });
  const inChat = chat.in(() => AsyncLocalStorage.snapshot());
  chat.end();
  const tool = turn.startTool({ server: "iot", name: "history", callId: "1" });
  const inTool = tool.in(() => AsyncLocalStorage.snapshot());
  tool.end();
  turn.end();
  const reply = new WeakRef(calls);
  return { inChat, inTool, tool, reply, chat: new WeakRef(chat) };
}

Deno.test("an ended chat lets go of its reply, also in what began in it", async () => {
  using _recorder = new SpanRecorder();
  const run = startRun(RUN);
  const { inChat, reply } = turnOf(run);

  assertEquals(await isLeft(reply), false);
  inChat(() => assertEquals(currentTurn()?.index, 1));
  run.end();
});

Deno.test("an ended turn lets go of its chats, also in what began in it", async () => {
  using _recorder = new SpanRecorder();
  const run = startRun(RUN);
  const { inTool, tool, chat } = turnOf(run);

  assertEquals(await isLeft(chat), false);
  inTool(() => {
    assertStrictEquals(currentRun(), run);
    assertEquals(currentTurn()?.index, 1);
    assertStrictEquals(currentToolCall(), tool);
  });
  run.end();
});
