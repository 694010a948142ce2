import { type AgentRun, type RunOptions, traceRun } from "@turnspan/turnspan";
import { SpanRecorder } from "@turnspan/turnspan/testing";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";

/** A run that one line of Jaeger's menu is to find. */
interface SearchedRun {
  /** What it does. */
  readonly does: (run: AgentRun) => unknown;
  readonly options?: Partial<RunOptions>;
  /** The span that takes longer than the others, by name, in seconds. */
  readonly slow?: readonly [name: string, seconds: number];
}

/** A request: its texts, and the definitions of the program's own tools. */
interface Asked {
  readonly system?: string;
  readonly user?: string;
  readonly tool?: string;
}

const LONG = "Look at every sensor of the plant. ".repeat(50);

/** A run for each line, by what the line says. */
const RUNS: Readonly<Record<string, SearchedRun>> = {
  // Each at an end of its class.
  "Prompts of 8k to 16k tokens": { does: (run) => ask(run, 8_000) },
  "Prompts of 16k to 32k tokens": { does: (run) => ask(run, 31_999) },
  "Prompts of 32k to 64k tokens": { does: (run) => ask(run, 32_000) },
  "Prompts of 64k to 128k tokens": { does: (run) => ask(run, 127_999) },
  "Prompts of 128k tokens or more": { does: (run) => ask(run, 128_000) },
  "Costliest: instructions": { does: (run) => ask(run, 99, { system: LONG }) },
  "Costliest: the program's own tools": {
    does: (run) => ask(run, 99, { tool: LONG }),
  },
  "Cache broken by another model": {
    does: (run) => breaksCache(run, {}, {}, "other"),
  },
  "Cache broken by instructions": {
    does: (run) => breaksCache(run, { system: "One" }, { system: "Two" }),
  },
  "Cache broken by the user's text": {
    does: (run) => breaksCache(run, { user: "One" }, { user: "Two" }),
  },
  "Cache broken by the program's own tools": {
    does: (run) =>
      breaksCache(run, { tool: "One", user: LONG }, { tool: "Two" }),
  },
  "Turns of 30 s or more": {
    does: (run) => ask(run, 99),
    slow: ["agent.turn", 30],
  },
  "Tool calls of 10 s or more": {
    does: (run) => callTool(run),
    slow: ["tool.call", 10],
  },
  "Tools that reported an error": {
    does: (run) => callTool(run, "tool_error"),
  },
  "Tools that timed out": { does: (run) => callTool(run, "timeout") },
  "Tools that do not exist": { does: (run) => callTool(run, "unknown_tool") },
  "Loops: turn 20 reached": { does: (run) => loops(run, 20) },
  "Loops: turn 30 reached": { does: (run) => loops(run, 30) },
  "Loops: turn 50 reached": { does: (run) => loops(run, 50) },
  "Stopped by the turn limit": {
    does: (run) => run.fail(new Error("no more turns"), "max_turns"),
  },
  "Stopped by a token budget": {
    does: (run) => loops(run, 3),
    options: { budget: { inputTokens: 150 } },
  },
  "Model failed: 400, a bad request": { does: (run) => fails(run, 400) },
  "Model failed: 429, too many requests": { does: (run) => fails(run, 429) },
  "Model failed: 500, server error": { does: (run) => fails(run, 500) },
  "Model failed: invalid reply": {
    does: (run) =>
      run.chat(() => {
        throw new InvalidReplyError("no reply");
      }),
  },
  "Model requests that timed out": { does: timesOut },
  "Every run": { does: (run) => ask(run, 99) },
};

/**
 * Records a run for each line of Jaeger's menu, which that line is to find.
 *
 * @returns By what the line says: one OTLP/JSON request, as text.
 */
export async function searchedRuns(): Promise<
  Readonly<Record<string, string>>
> {
  using recorder = new SpanRecorder();
  using _ = quietStderr();
  const requests: Record<string, string> = {};
  for (const [label, { does, options, slow }] of Object.entries(RUNS)) {
    recorder.clear();
    await traceRun(
      { runner: "mine", model: "demo", scenarioId: label, ...options },
      does,
    ).catch(() => {});
    const bytes = JsonTraceSerializer.serializeRequest(
      recorder.spans as ReadableSpan[],
    );
    const json = new TextDecoder().decode(bytes);
    requests[label] = slow === undefined ? json : slowed(json, ...slow);
  }
  return requests;
}

/** Keeps what a budget says on stderr from the tests' output. */
function quietStderr(): Disposable {
  const { writeSync } = Deno.stderr;
  Deno.stderr.writeSync = ({ length }) => length;
  return {
    [Symbol.dispose]() {
      Deno.stderr.writeSync = writeSync;
    },
  };
}

/** One turn that asks the model, with this many tokens. */
function ask(
  run: AgentRun,
  tokens: number,
  asked: Asked = {},
  model = "demo",
): Promise<unknown> {
  const request = requestOf(asked, model);
  return run.turn(
    { model },
    (turn) =>
      turn.chat({ model, request }, (chat) =>
        chat.reply({
          choices: [{ message: { role: "assistant", content: "Done" } }],
          usage: { prompt_tokens: tokens, completion_tokens: 1 },
        })),
  );
}

function requestOf({ system, user = "Why?", tool }: Asked, model: string) {
  return {
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: "system", content: system }]),
      { role: "user", content: user },
    ],
    ...(tool !== undefined && {
      tools: [{
        type: "function",
        function: { name: "look", description: tool, parameters: {} },
      }],
    }),
  };
}

async function breaksCache(
  run: AgentRun,
  before: Asked,
  after: Asked,
  model?: string,
): Promise<void> {
  await ask(run, 99, before);
  await ask(run, 99, after, model);
}

async function loops(run: AgentRun, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await ask(run, 99);
}

function callTool(run: AgentRun, error?: string): Promise<unknown> {
  return run.turn((turn) =>
    turn.tool({ name: "look" }, (call) => call.result("Nothing", error))
  );
}

function fails(run: AgentRun, status: number): Promise<unknown> {
  return run.chat(() => {
    throw Object.assign(new Error("failed on purpose"), { status });
  });
}

/** Asks a model that does not answer, until the time for it is over. */
async function timesOut(run: AgentRun): Promise<void> {
  const over = new AbortController();
  const { promise: hangs, resolve: ends } = Promise.withResolvers<Response>();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => {
      over.abort(new DOMException("Too late", "TimeoutError"));
      return hangs;
    },
  );
  await run.chat(() =>
    fetch(`http://127.0.0.1:${server.addr.port}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify(requestOf({}, "demo")),
      signal: over.signal,
    })
  ).finally(() => ends(new Response()));
}

/** Moves the end of one span, and of all around it: nobody waits so long. */
function slowed(json: string, slow: string, seconds: number): string {
  const around = [slow, "agent.turn", "agent.run"];
  return JSON.stringify(JSON.parse(json), function (key, value) {
    if (key !== "endTimeUnixNano" || !around.includes(this.name)) return value;
    return String(BigInt(value) + BigInt(seconds) * 1_000_000_000n);
  });
}
