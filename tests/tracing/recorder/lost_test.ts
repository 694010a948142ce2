import { assertEquals } from "@std/assert";
import { runProgram } from "../_program.ts";
import { makeFolder } from "../_trace_file.ts";

function open(scope: string, outer: string): string {
  return `Cannot record the end of "${scope}": it was still open when "${outer}" ended; end it, or await it`;
}

function late(call: string, scope: string): string {
  return `Cannot record ${call} in "${scope}", which has ended: await what is inside of it before it ends`;
}

/** A way to lose something, and the lines that say so. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  openChat: [open("chat gpt-5", "agent.turn")],
  openTool: [open("tool.call add", "agent.turn")],
  openTurn: [open("agent.turn", "agent.run")],
  openList: [open("tools/list iot", "agent.run")],
  openAgent: [open("agent.invoke", "tool.call task")],
  lateTurn: [late('"agent.turn"', "agent.run")],
  lateChat: [late('"chat gpt-5"', "agent.turn")],
  lateTool: [late('"tool.call add"', "agent.turn")],
  lateReply: [late("reply()", "chat gpt-5")],
  lateResponse: [
    late("response()", "chat gpt-5"),
    late("attemptFailed()", "chat gpt-5"),
  ],
  lateResult: [late("result()", "tool.call add")],
  lateAnswer: [late("answer()", "agent.run")],
  lateAttribute: [
    late("setAttribute()", "agent.run"),
    late("fail()", "agent.run"),
  ],
  lateRun: [late("run()", "agent.run")],
  unreadable: [
    'Cannot read the reply of "chat gpt-5": it is a string of no chat ' +
    "completions, messages or responses format; record it with response()",
  ],
  givenResponse: [
    'Cannot read the reply of "chat gpt-5": it is a Response; give its ' +
    "parsed body, or its stream: response.body",
  ],
  givenPromise: [
    'Cannot read the reply of "chat gpt-5": it is a Promise; await it',
  ],
  unreadStream: [
    'Cannot read the reply of "chat gpt-5": nothing of its stream was read ' +
    "inside of the chat; read what reply() returns",
  ],
  lateStream: [
    'Cannot read the reply of "chat gpt-5": nothing of its stream was read ' +
    "inside of the chat; read what reply() returns",
    late("its stream", "chat gpt-5"),
  ],
  openRun: [
    "Cannot record the end of a run: still open when tracing ended; await " +
    "traceRun(), or end() what startRun() opened",
  ],
  implicitTurn: [],
  twice: [],
  retried: [],
  thrown: [],
  adapters: [],
};

for (const [way, lines] of Object.entries(WAYS)) {
  Deno.test(`what is lost is said once, with tracing on (${way})`, async () => {
    using folder = makeFolder();
    const env = { OTEL_TRACES_FILE: `${folder.path}/traces.jsonl` };
    const on = await runProgram("lost", { env, input: { way } });
    assertEquals(
      [on.code, on.stderr],
      [0, lines.map((line) => `turnspan: ${line}\n`).join("")],
    );
  });
}

Deno.test("nothing is said of what is lost with tracing off", async () => {
  for (const way of ["openChat", "lateResult", "unreadable"]) {
    const off = await runProgram("lost", { input: { way } });
    assertEquals([off.code, off.stderr], [0, ""]);
  }
});
