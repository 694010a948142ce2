import { traceRun } from "@turnspan/turnspan";

/** Adds two numbers, the way a tool would. */
function add({ a, b }: { a: number; b: number }): string {
  return `${a + b}`;
}

/** An agent of one's own: asks a model, runs what it asks for, ends. */
export function ask(question: string, url: string): Promise<string> {
  return traceRun({ runner: "my_agent", model: "gpt-5" }, async (run) => {
    const messages: unknown[] = [{ role: "user", content: question }];
    while (true) {
      const answer = await run.turn(async (turn) => {
        const { choices: [{ message }] } = await turn.chat(async (chat) => {
          const body = JSON.stringify({ model: "gpt-5", messages });
          const response = await fetch(url, { method: "POST", body });
          return chat.reply(await response.json());
        });
        messages.push(message);
        const calls = message.tool_calls ?? [];
        for (const { id, function: { name, arguments: input } } of calls) {
          const content = await turn.tool(
            { name, callId: id, input },
            (call) => call.result(add(JSON.parse(input))),
          );
          messages.push({ role: "tool", tool_call_id: id, content });
        }
        return message.content;
      });
      if (answer) return run.answer(answer);
    }
  });
}
