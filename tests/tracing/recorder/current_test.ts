import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  currentAgent,
  currentRun,
  currentToolCall,
  currentTurn,
} from "../../../tracing/recorder/current.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type {
  AgentRun,
  AgentScope,
  ToolCall,
  Turn,
} from "../../../tracing/recorder/types.ts";
import { RUN } from "./_run_setup.ts";

type Current = [
  AgentRun | undefined,
  AgentScope | undefined,
  Turn | undefined,
  ToolCall | undefined,
];

async function assertCurrent(...expected: Current): Promise<void> {
  for (let time = 0; time < 2; time++) {
    assertStrictEquals(currentRun(), expected[0]);
    assertStrictEquals(currentAgent(), expected[1]);
    assertStrictEquals(currentTurn(), expected[2]);
    assertStrictEquals(currentToolCall(), expected[3]);
    await Promise.resolve();
  }
}

async function everyScope(): Promise<void> {
  const none: Current = [undefined, undefined, undefined, undefined];
  await assertCurrent(...none);
  await traceRun(RUN, async (one) => {
    await assertCurrent(one, one, undefined, undefined);
    await one.startToolsList({ server: "iot" }).run(() =>
      assertCurrent(one, one, undefined, undefined)
    );
    await one.turn(async (open) => {
      await assertCurrent(one, one, open, undefined);
      await open.startChat().run(() =>
        assertCurrent(one, one, open, undefined)
      );
      const task = open.startTool({ name: "task" });
      await task.run(async () => {
        await assertCurrent(one, one, open, task);
        const helper = task.startAgent({ name: "helper" });
        await helper.run(async () => {
          await assertCurrent(one, helper, undefined, undefined);
          await helper.turn(async (inner) => {
            await assertCurrent(one, helper, inner, undefined);
            const deep = inner.startTool({ name: "deep" });
            await deep.run(() => assertCurrent(one, helper, inner, deep));
          });
        });
        await assertCurrent(one, one, open, task);
      });
      await assertCurrent(one, one, open, undefined);
    });
    await assertCurrent(one, one, undefined, undefined);
    // The open form: the agent's open turn, outside of the turn's context.
    const open = one.startTurn();
    await assertCurrent(one, one, open, undefined);
    await traceRun(RUN, (two) => assertCurrent(two, two, undefined, undefined));
    open.end();
    await assertCurrent(one, one, undefined, undefined);
  });
  await assertCurrent(...none);
}

Deno.test("currentRun() and its kin tell what encloses the caller", async () => {
  using _recorder = new SpanRecorder();
  await everyScope();
});

Deno.test(
  "currentRun() and its kin tell the same with tracing off",
  everyScope,
);

Deno.test("Scope.in() makes spans of any tracer its children", async () => {
  using recorder = new SpanRecorder();
  const own = (name: string) =>
    trace.getTracer("anybody").startActiveSpan(name, (span) => {
      trace.getTracer("else").startSpan(`${name}-inside`).end();
      span.end();
    });

  await traceRun(RUN, async (agentRun) => {
    own("in-run");
    await agentRun.turn(async (open) => {
      await Promise.resolve();
      own("in-turn");
      open.startChat().in(() => own("in-chat"));
      const task = open.startTool({ name: "task" });
      await task.run(async () => {
        await Promise.resolve();
        own("in-tool");
        const helper = task.startAgent({ name: "helper" });
        helper.in(() => own("in-agent"));
        helper.end();
      });
    });
    agentRun.startToolsList({ server: "iot" }).in(() => own("in-list"));
  });

  const tree = [
    "agent.run",
    "  in-run",
    "    in-run-inside",
    "  agent.turn",
    "    in-turn",
    "      in-turn-inside",
    "    chat gpt-5",
    "      in-chat",
    "        in-chat-inside",
    "    tool.call",
    "      in-tool",
    "        in-tool-inside",
    "      agent.invoke",
    "        in-agent",
    "          in-agent-inside",
    "  tools/list",
    "    in-list",
    "      in-list-inside",
  ];
  // Spans of the SDK start on a whole millisecond: siblings in any order.
  assertEquals(
    recorder.tree().split("\n").toSorted(),
    tree.toSorted(),
  );
  const depths = recorder.tree().split("\n").map((line) => line.search(/\S/));
  assertEquals(Math.max(...depths), 10);
});

Deno.test("traceRun() begins in the context that it is given", async () => {
  using recorder = new SpanRecorder();
  const tracer = trace.getTracer("caller");
  const active = tracer.startSpan("active", {}, ROOT_CONTEXT);
  const given = tracer.startSpan("given", {}, ROOT_CONTEXT);

  await context.with(trace.setSpan(ROOT_CONTEXT, active), async () => {
    await traceRun(RUN, () => {});
    await traceRun(
      { ...RUN, parent: trace.setSpan(ROOT_CONTEXT, given) },
      () => {},
    );
    await traceRun({ ...RUN, parent: ROOT_CONTEXT }, () => {});
  });

  assertEquals(
    recorder.spans.map(({ parentSpanContext }) => parentSpanContext?.spanId),
    [active.spanContext().spanId, given.spanContext().spanId, undefined],
  );
  active.end();
  given.end();
});
