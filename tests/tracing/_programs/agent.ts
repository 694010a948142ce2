// deno-lint-ignore-file no-console
/** A program with an agent of its own: what it prints must never depend on tracing. */
import { getTracer, initTracing, traceRun } from "@turnspan/turnspan";

export interface AgentInput {
  /** How many runs. */
  readonly runs?: number;
  readonly flushTimeoutMs?: number;
  readonly serviceVersion?: string;
  /** Further spans, made in one go. */
  readonly burst?: number;
  /** How it ends: by itself unless said. */
  readonly end?: "exit" | "throw" | "wait" | "forget" | "flush";
}

const input = JSON.parse(Deno.args[0] ?? "{}") as AgentInput;
const tracing = await initTracing("agent", input);
for (let n = 0; n < (input.runs ?? 1); n++) {
  await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
    await run.turn(async (turn) => {
      await turn.startChat().run(() => {});
      const call = turn.startTool({ name: "add", input: { a: 1, b: 2 } });
      await call.run(() => call.result("3"));
    });
  });
}
for (let n = 0; n < (input.burst ?? 0); n++) {
  getTracer().startSpan("burst", { attributes: { a: "abcdef", b: "b" } }).end();
}
console.log("the answer");
if (input.end === "exit") Deno.exit(3);
if (input.end === "throw") throw new Error("uncaught");
if (input.end === "wait") {
  await new Promise((done) => setTimeout(done, 600_000));
}
if (input.end === "flush") await tracing.flush();
else if (input.end !== "forget") await tracing.shutdown();
