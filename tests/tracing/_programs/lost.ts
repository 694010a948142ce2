/** Loses something in one way, twice: what is said is said once. */
import { initTracing, startRun, traceRun } from "@turnspan/turnspan";
import type { AgentRun, Turn } from "@turnspan/turnspan";
import { byAdapter } from "../../../tracing/recorder/by_adapter.ts";

const { way } = JSON.parse(Deno.args[0] ?? "{}") as { way: string };

const inTurn = (fn: (turn: Turn) => unknown) => (run: AgentRun) =>
  run.turn(async (turn) => {
    await fn(turn);
  });

async function afterTurn(run: AgentRun, call: (turn: Turn) => unknown) {
  const turn = run.startTurn();
  turn.end();
  await call(turn);
}

const WAYS: Readonly<Record<string, (run: AgentRun) => unknown>> = {
  openChat: inTurn((turn) => turn.startChat()),
  openTool: inTurn((turn) => turn.startTool({ name: "add" })),
  openTurn: (run) => run.startTurn(),
  openList: (run) => run.startToolsList({ server: "iot" }),
  openAgent: inTurn((turn) =>
    turn.tool({ name: "task" }, (call) => {
      call.startAgent({ name: "helper" });
    })
  ),
  lateTurn: (run) => {
    run.end();
    run.startTurn();
  },
  lateChat: (run) => afterTurn(run, (turn) => turn.startChat()),
  lateTool: (run) =>
    afterTurn(run, (turn) => turn.tool({ name: "add" }, () => {})),
  lateReply: inTurn(async (turn) => {
    const chat = turn.startChat();
    chat.end();
    await chat.reply({ choices: [] });
  }),
  lateResponse: inTurn((turn) => {
    const chat = turn.startChat();
    chat.end();
    chat.response({});
    chat.attemptFailed(new Error("late"));
  }),
  lateResult: inTurn((turn) => {
    const call = turn.startTool({ name: "add" });
    call.end();
    call.result("3");
  }),
  lateAnswer: (run) => {
    run.end();
    run.answer("3");
  },
  lateAttribute: (run) => {
    run.end();
    run.setAttribute("mine", 1);
    run.fail(new Error("late"));
  },
  lateRun: (run) => {
    run.end();
    return run.run(() => {});
  },
  unreadable: inTurn((turn) => turn.chat((chat) => chat.reply("<html>"))),
  givenResponse: inTurn((turn) =>
    turn.chat((chat) => chat.reply(new Response("{}")))
  ),
  givenPromise: inTurn((turn) =>
    turn.chat((chat) => {
      chat.reply(Promise.resolve({}));
    })
  ),
  unreadStream: inTurn((turn) =>
    turn.chat((chat) => {
      chat.reply(new Response("data: {}\n\n").body);
    })
  ),
  lateStream: inTurn(async (turn) => {
    const stream = await turn.chat((chat) =>
      chat.reply(ReadableStream.from([{ choices: [] }]))
    );
    await Array.fromAsync(stream);
  }),
  openRun: () => {
    startRun({ runner: "other", model: "gpt-5" }).startTurn();
  },
  // Nothing is said of these.
  implicitTurn: (run) => run.startChat().end(),
  twice: inTurn((turn) => {
    const call = turn.startTool({ name: "add" });
    call.result("3");
    call.end();
    call.end();
  }),
  retried: inTurn((turn) => turn.startChat().attemptFailed(new Error("busy"))),
  thrown: (run) =>
    run.turn((turn) => {
      turn.startChat();
      throw new Error("a failure says why");
    }).catch(() => {}),
  adapters: (run) => {
    const turn = byAdapter(() => run.startTurn());
    byAdapter(() => turn.startTool({ name: "add" }));
    turn.end();
    turn.setAttribute("mine", 1);
    byAdapter(() => turn.startTool({ name: "add" })).result("3");
  },
};

await using _tracing = await initTracing("agent");
for (let time = 0; time < (way === "openRun" ? 1 : 2); time++) {
  await traceRun({ runner: "mine", model: "gpt-5" }, (run) => WAYS[way]!(run));
}
if (way === "twice") {
  const controller = new AbortController();
  const { signal } = controller;
  await traceRun({ runner: "mine", model: "gpt-5", signal }, async (run) => {
    await run.turn((turn) => {
      turn.startChat();
      controller.abort();
      // The run was cancelled, and its function may not know yet.
      turn.startTool({ name: "add" }).result("3");
    });
    run.answer("late");
  });
}
