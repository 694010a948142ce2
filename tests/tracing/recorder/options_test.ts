import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { startRun } from "../../../tracing/recorder/start_run.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import type {
  AgentRun,
  ToolCall,
  Turn,
} from "../../../tracing/recorder/types.ts";

// deno-lint-ignore no-explicit-any -- as code without types calls it
type Any = any;

const RUN = { runner: "mine", model: "gpt-5" };

async function within(
  fn: (scopes: { run: AgentRun; turn: Turn; call: ToolCall }) => unknown,
) {
  await traceRun(
    RUN,
    (run) =>
      run.turn((turn) =>
        turn.tool({ name: "task" }, async (call) => {
          await fn({ run, turn, call });
        })
      ),
  );
}

/** What is started with which options, and how that is refused. */
const OPEN: readonly (readonly [
  (scopes: { run: AgentRun; turn: Turn; call: ToolCall }) => unknown,
  string,
])[] = [
  [
    () => startRun(undefined as Any),
    "Cannot start a run: its options are undefined, not an object",
  ],
  [
    () => startRun("mine" as Any),
    "Cannot start a run: its options are a string, not an object",
  ],
  [
    () => startRun({ model: "gpt-5" } as Any),
    'Cannot start a run: its option "runner" is undefined, not a string',
  ],
  [
    () => startRun({ runner: "mine", model: 5 } as Any),
    'Cannot start a run: its option "model" is a number, not a string',
  ],
  [
    () => startRun({ ...RUN, runId: 7 } as Any),
    'Cannot start a run: its option "runId" is a number, not a string',
  ],
  [
    () => startRun({ ...RUN, conversationId: 7 } as Any),
    'Cannot start a run: its option "conversationId" is a number, not a string',
  ],
  [
    () => startRun({ ...RUN, signal: new AbortController() } as Any),
    'Cannot start a run: its option "signal" is an object, not an AbortSignal',
  ],
  [
    () => startRun({ ...RUN, parent: "00-…" } as Any),
    'Cannot start a run: its option "parent" is a string, not an OpenTelemetry context',
  ],
  [
    ({ run }) => run.startTurn({ phase: [] } as Any),
    'Cannot start a turn: its option "phase" is a list, not a string',
  ],
  [
    ({ run }) => run.startChat({ model: {} } as Any),
    'Cannot start a model call: its option "model" is an object, not a string',
  ],
  [
    ({ turn }) => turn.startChat({ provider: true } as Any),
    'Cannot start a model call: its option "provider" is a boolean, not a string',
  ],
  [
    ({ turn }) => turn.startTool({} as Any),
    'Cannot start a tool call: its option "name" is undefined, not a string',
  ],
  [
    ({ turn }) => turn.startTool({ name: "add", input: [1] } as Any),
    'Cannot start a tool call: its option "input" is a list, not an object or a string',
  ],
  [
    ({ turn }) => turn.startTool({ name: "add", callId: 1 } as Any),
    'Cannot start a tool call: its option "callId" is a number, not a string',
  ],
  [
    ({ call }) => call.startAgent("helper" as Any),
    "Cannot start an agent: its options are a string, not an object",
  ],
  [
    ({ run }) => run.startToolsList({ server: null } as Any),
    'Cannot start a list of tools: its option "server" is null, not a string',
  ],
];

for (const [open, message] of OPEN) {
  Deno.test(`what is of the wrong type is a TypeError: ${message}`, async () => {
    await within((scopes) => {
      const error = assertThrows(() => open(scopes), TypeError);
      assertEquals(error.message, message);
    });
  });
}

Deno.test("traceRun() and the scopes reject where there is no function", async () => {
  await within(async ({ run, turn, call }) => {
    const calls: readonly (readonly [() => Promise<unknown>, string])[] = [
      [
        () => traceRun(RUN, undefined as Any),
        "a run: its function is undefined",
      ],
      [() => (traceRun as Any)(() => {}), "a run: its function is undefined"],
      [
        () => (turn.chat as Any)(() => {}, {}),
        "a model call: its function is an object",
      ],
      [
        () => (run.turn as Any)({ phase: "plan" }),
        "a turn: its function is an object",
      ],
      [
        () => (turn.tool as Any)({ name: "add" }, 3),
        "a tool call: its function is a number",
      ],
      [
        () => (call.agent as Any)({ name: "a" }, null),
        "an agent: its function is null",
      ],
      [
        () => (run.toolsList as Any)({ server: "a" }, "x"),
        "a list of tools: its function is a string",
      ],
    ];
    for (const [run, what] of calls) {
      const error = await assertRejects(run, TypeError);
      assertEquals(
        error.message,
        `Cannot start ${what}; give options first, and then the function`,
      );
    }
  });
});

Deno.test("an optional option that is null counts as not there", async () => {
  const options = { ...RUN, agentName: null, signal: null, parent: null };
  await traceRun(options as Any, async (run) => {
    assertEquals([run.name, run.signal], ["mine", undefined]);
    const turn = run.startTurn({ phase: null } as Any);
    await turn.tool(
      { name: "add", server: null, input: null } as Any,
      () => {},
    );
    turn.end();
    const [call] = run.trajectory.turns[0]!.toolCalls;
    assertEquals([call?.server, call?.input], ["local", {}]);
  });
});

Deno.test("what is said of the wrong type neither throws nor is lost", async () => {
  await traceRun(RUN, async (run) => {
    const odd = { a: 1 } as Any;
    assertEquals([run.answer(odd), run.answer(undefined as Any)], [
      odd,
      undefined,
    ]);
    await run.turn(async (turn) => {
      await turn.tool({ name: "add" }, (call) => call.result(odd));
      await turn.tool(
        { name: "fail" },
        (call) => call.result("bad", new RangeError("z") as Any),
      );
    });
    const [add, fail] = run.trajectory.turns[0]!.toolCalls;
    assertEquals(add?.output, '{"a":1}');
    assertEquals(fail?.error, { type: "RangeError", message: "bad" });
  });
});
