// deno-lint-ignore-file no-console
// A loop of one's own on the openai package, traced:
//
//   OPENAI_API_KEY=… OTEL_TRACES_FILE=traces.jsonl \
//     deno run --allow-all examples/own_loop.ts

// #region program
import { initTracing, traceRun } from "@turnspan/turnspan";
import OpenAI from "openai";

await using _tracing = await initTracing("my-agent");

const openai = new OpenAI(); // after initTracing: it keeps the fetch it finds
const tools: OpenAI.ChatCompletionTool[] = [
  { type: "function", function: { name: "add" } },
];
const messages: OpenAI.ChatCompletionMessageParam[] = [
  { role: "user", content: "How much is 2 + 3? Add with {a, b}." },
];
const ask = () =>
  openai.chat.completions.create({ model: "gpt-5", messages, tools });

// The loop, traced.
await traceRun({ runner: "my_agent", model: "gpt-5" }, async (run) => {
  while (messages.at(-1)?.role !== "assistant") {
    await run.turn(async (turn) => {
      const reply = await turn.chat(async (chat) => chat.reply(await ask()));
      messages.push(reply.choices[0]!.message);
      for (const call of callsIn(reply)) {
        const content = await turn.tool(call, (tool) => tool.result(add(call)));
        messages.push({ role: "tool", tool_call_id: call.callId, content });
      }
    });
  }
});
console.log(messages.at(-1)?.content);

/** The agent's one tool: its arguments are the JSON that the model wrote. */
function add({ input }: { input: string }): string {
  const { a, b } = JSON.parse(input);
  return `${a + b}`;
}

/** The tool calls that a reply asks for. */
function callsIn({ choices }: OpenAI.ChatCompletion) {
  return (choices[0]?.message.tool_calls ?? []).flatMap((call) => {
    if (call.type !== "function") return [];
    const { name, arguments: input } = call.function;
    return [{ callId: call.id, name, input }];
  });
}
// #endregion program
