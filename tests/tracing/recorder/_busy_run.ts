import type {
  AgentRun,
  AgentScope,
  Chat,
} from "../../../tracing/recorder/types.ts";

/** A moment in which other tasks go on. */
function moment(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = () => {
    port1.close();
    port2.close();
    resolve();
  };
  port1.postMessage(null);
  return promise;
}

function reply(call: Chat, tokens: number, ...tools: string[]): void {
  call.response({
    text: `reply of ${tokens}`,
    usage: { inputTokens: tokens, outputTokens: 1 },
    toolCalls: tools.map((id) => ({ id, name: id.replace(/-.*/, "") })),
  });
  call.end();
}

async function subAgent(helper: AgentScope): Promise<void> {
  await helper.turn({ phase: "inside" }, async (inner) => {
    await moment();
    reply(inner.startChat(), 70, "deep-1");
    const call = inner.startTool({ name: "deep", callId: "deep-1" });
    await call.run(() => moment().then(() => call.result("e\u0301")));
  });
  await helper.turn(() => Promise.reject(new RangeError("no data")))
    .catch(() => {});
}

/**
 * A run with something of everything, that yields at every step: retries,
 * parallel calls, a nested agent, calls that nobody runs, and failures.
 */
export async function busyRun(agentRun: AgentRun): Promise<string> {
  const list = agentRun.startToolsList({ server: "iot" });
  await list.run(() => moment().then(() => list.result(2)));
  const first = agentRun.startChat({ phase: "plan" });
  await moment();
  first.attemptFailed(Object.assign(new Error("busy"), { status: 529 }));
  await moment();
  reply(agentRun.startChat(), 100, "a-1", "b-1", "unknown-1");
  const open = agentRun.currentTurn!;
  const a = open.startTool({ name: "a", server: "iot", callId: "a-1" });
  const b = open.startTool({ name: "b", server: "iot", callId: "b-1" });
  await Promise.all([
    a.run(() => moment().then(moment).then(() => a.result("long ".repeat(9)))),
    b.run(() => moment().then(() => b.result("no such", "tool_error"))),
  ]);
  await moment();
  reply(agentRun.startChat(), 400, "task-1");
  const task = agentRun.currentTurn!.startTool({
    name: "task",
    callId: "task-1",
  });
  await task.run(async () => {
    const helper = task.startAgent({ name: "helper" });
    await helper.run(() => subAgent(helper));
    task.result("done");
  });
  await moment();
  reply(agentRun.startChat(), 450);
  agentRun.answer("done");
  return "done";
}
