import { traceRun } from "@turnspan/turnspan";

/** Adds two numbers, the way a tool would. */
function add({ a, b }: { a: number; b: number }): number {
  return a + b;
}

/** An agent loop of one's own: asks a model, runs what it asks for, ends. */
export function ask(question: string): Promise<string> {
  return traceRun({ runner: "my_agent", model: "gpt-5" }, async (run) => {
    const results: number[] = [];
    while (true) {
      const reply = await run.turn(async (turn) => {
        const chat = turn.startChat();
        const reply = await chat.run(() => {
          const reply = fakeModel(question, results);
          chat.response(reply);
          return reply;
        });
        for (const { id, name, input } of reply.toolCalls) {
          const call = turn.startTool({ name, callId: id, input });
          await call.run(() => {
            results.push(add(input));
            call.result(`${results.at(-1)}`);
          });
        }
        return reply;
      });
      if (reply.toolCalls.length === 0) return reply.text;
    }
  });
}

/** Stands in for a model: it asks for one call, and then answers. */
function fakeModel(question: string, results: readonly number[]) {
  const usage = { inputTokens: question.length, outputTokens: 1 };
  if (results.length > 0) {
    return { text: `${results[0]}`, toolCalls: [], usage };
  }
  const call = { id: "call_1", name: "add", input: { a: 2, b: 3 } };
  return { text: "", toolCalls: [call], usage };
}
