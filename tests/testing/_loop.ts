import { traceRun } from "@turnspan/turnspan";
import { type RecordedSpan, SpanRecorder } from "../../testing/mod.ts";

/** A request of the loop: what the tool says that the model asked for. */
export interface LoopTurn {
  /** The input tokens that the model reports; none of them unless given. */
  readonly input?: number;
  /** What the tool returns; the last turn has none. */
  readonly result?: string;
}

/** What the loop is beside its turns. */
export interface LoopOptions {
  readonly runner?: string;
  /** Runs inside each turn. */
  readonly inTurn?: () => unknown;
}

/** A loop of one's own on plain `fetch`, with a model that counts as it is told. */
export async function loop(
  turns: readonly LoopTurn[],
  { runner = "mine", inTurn }: LoopOptions = {},
): Promise<void> {
  let asked = 0;
  await using model = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => {
      const { input } = turns[asked++]!;
      return Response.json({
        choices: [{ message: { content: "x" } }],
        ...(input !== undefined && {
          usage: { prompt_tokens: input, completion_tokens: 3 },
        }),
      });
    },
  );
  const url = `http://127.0.0.1:${model.addr.port}/`;
  const messages: unknown[] = [{ role: "user", content: "1 + 2?" }];
  await traceRun({ runner, model: "gpt-5" }, async (run) => {
    for (const [place, { result }] of turns.entries()) {
      await run.turn(async (turn) => {
        await turn.chat(async (chat) => {
          const body = JSON.stringify({ messages });
          const response = await fetch(url, { method: "POST", body });
          return chat.reply(await response.json());
        });
        await inTurn?.();
        if (result === undefined) return;
        const callId = `call-${place}`;
        await turn.tool(
          { name: "add", callId },
          (call) => call.result(result),
        );
        messages.push(
          {
            role: "assistant",
            content: "x",
            tool_calls: [{
              id: callId,
              type: "function",
              function: { name: "add", arguments: "{}" },
            }],
          },
          { role: "tool", tool_call_id: callId, content: result },
        );
      });
    }
  });
}

/** The spans of such a loop. */
export async function loopSpans(
  turns: readonly LoopTurn[],
  options?: LoopOptions,
): Promise<readonly RecordedSpan[]> {
  using recorder = new SpanRecorder();
  await loop(turns, options);
  return recorder.spans;
}
