import { AsyncResource } from "node:async_hooks";
import { assertEquals } from "@std/assert";
import { currentRun } from "../../../tracing/recorder/current.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type {
  AgentScope,
  Chat,
  ToolCall,
} from "../../../tracing/recorder/types.ts";
import {
  assertWhole,
  chat,
  failed,
  gate,
  invoke,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

/** Runs each callback from a place outside of every run, in its turn. */
class Framework {
  readonly #outside = new AsyncResource("framework");

  call<R>(callback: () => R): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    this.#outside.runInAsyncScope(() =>
      queueMicrotask(() => {
        try {
          assertEquals(currentRun(), undefined);
          resolve(callback());
        } catch (error) {
          reject(error);
        }
      })
    );
    return promise;
  }
}

/** Callbacks as frameworks make them, each with the agent that it is about. */
class Callbacks {
  #chat: Chat | undefined;
  readonly #tools = new Map<string, ToolCall>();

  constructor(readonly agent: AgentScope) {}

  modelStart(): void {
    this.#chat = this.agent.startChat();
  }

  modelError(error: unknown): void {
    this.#chat?.attemptFailed(error);
  }

  modelEnd(...names: string[]): void {
    const toolCalls = names.map((name) => ({ name, id: `${name}-id` }));
    this.#chat?.response({ toolCalls });
    this.#chat?.end();
  }

  toolStart(name: string): ToolCall {
    const call = this.agent.currentTurn!.startTool({
      name,
      callId: `${name}-id`,
    });
    this.#tools.set(name, call);
    return call;
  }

  toolEnd(name: string): void {
    const call = this.#tools.get(name)!;
    call.result(name);
    call.end();
  }
}

const called = (name: string, children: Parameters<typeof tool>[2] = []) =>
  tool(name, {
    "gen_ai.tool.call.id": `${name}-id`,
    "tool.result.size": name.length,
  }, children);

Deno.test("AgentScope makes the right trees from callbacks outside of its context", async () => {
  using recorder = new SpanRecorder();
  const framework = new Framework();
  const done = gate();
  const agents = new Map<string, Callbacks>();
  const start = (runId: string) =>
    traceRun({ ...RUN, runId }, (agentRun) => {
      agents.set(runId, new Callbacks(agentRun));
      return done.promise;
    });
  const runs = [start("one"), start("two")];
  const one = agents.get("one")!;
  const two = agents.get("two")!;
  let helper: Callbacks | undefined;
  const steps: (() => unknown)[] = [
    () => one.modelStart(),
    () => two.modelStart(),
    () => one.modelError(Object.assign(new Error(), { status: 503 })),
    () => two.modelEnd("x", "lost"),
    () => one.modelStart(),
    () => two.toolStart("x"),
    () => one.modelEnd("a", "task"),
    () => one.toolStart("a"),
    () =>
      helper = new Callbacks(
        one.toolStart("task").startAgent({ name: "helper" }),
      ),
    () => helper?.modelStart(),
    () => two.toolEnd("x"),
    () => two.modelStart(),
    () => helper?.modelEnd("deep"),
    () => helper?.toolStart("deep"),
    () => one.toolEnd("a"),
    () => helper?.toolEnd("deep"),
    () => two.modelEnd(),
    () => helper?.modelStart(),
    () => helper?.modelEnd(),
    () => helper?.agent.end(),
    () => one.toolEnd("task"),
    () => one.modelStart(),
    () => one.modelEnd(),
    () => done.resolve(),
  ];

  for (const step of steps) await framework.call(step);
  await Promise.all(runs);

  const of = (runId: string) => ({ "agent.run_id": runId });
  const inner = { ...of("one"), "gen_ai.agent.name": "helper" };
  assertWhole(recorder, [
    run({ ...of("one"), "agent.turns": 4, "agent.tool_calls": 3 }, [
      turn(1, { ...of("one"), "turn.tool_calls": 2 }, [
        chat(),
        called("a"),
        called("task", [
          invoke("helper", 1, [
            turn(1, { ...inner, "turn.tool_calls": 1 }, [
              chat(),
              called("deep"),
            ]),
            turn(2, inner, [chat()]),
          ]),
        ]),
      ]),
      turn(2, of("one"), [chat()]),
    ]),
    run({ ...of("two"), "agent.turns": 2, "agent.tool_calls": 2 }, [
      turn(1, { ...of("two"), "turn.tool_calls": 2 }, [
        chat(),
        called("x"),
        failed(
          tool("lost", { "gen_ai.tool.call.id": "lost-id" }),
          "not_run",
          false,
        ),
      ]),
      turn(2, of("two"), [chat()]),
    ]),
  ]);
});

Deno.test("AgentScope makes the right trees from inside of another run", async () => {
  using recorder = new SpanRecorder();

  await traceRun({ ...RUN, runId: "one" }, (one) =>
    // The caller's own trace holds both: the second is inside of the first.
    traceRun({ ...RUN, runId: "two" }, (two) => {
      one.startChat().end();
      two.startChat().end();
      one.currentTurn?.startTool({ name: "a" }).end();
      two.currentTurn?.startTool({ name: "b" }).end();
    }));

  const [one, two] = ["one", "two"].map((id) => ({ "agent.run_id": id }));
  const counts = { "agent.turns": 1, "agent.tool_calls": 1 };
  assertWhole(
    recorder,
    run({ ...one, ...counts }, [
      run({ ...two, ...counts }, [
        turn(1, { ...two, "turn.tool_calls": 1 }, [chat(), tool("b")]),
      ]),
      turn(1, { ...one, "turn.tool_calls": 1 }, [chat(), tool("a")]),
    ]),
  );
});
