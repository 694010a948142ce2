// deno-lint-ignore-file no-console
// A streamed reply with nothing but fetch, traced:
//
//   OPENAI_API_KEY=… OTEL_TRACES_FILE=traces.jsonl \
//     deno run --allow-all examples/own_stream.ts

// #region program
import { initTracing, traceRun } from "@turnspan/turnspan";

await using _tracing = await initTracing("my-agent");

const base = Deno.env.get("OPENAI_BASE_URL") ?? "https://api.openai.com/v1";

/** Asks for a streamed reply, with nothing but fetch. */
async function ask(question: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(`${base}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "authorization": `Bearer ${Deno.env.get("OPENAI_API_KEY")}`,
    },
    body: JSON.stringify({
      model: "gpt-5",
      messages: [{ role: "user", content: question }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  if (!response.ok) throw new Error(`The model answered ${response.status}`);
  return response.body!;
}

await traceRun({ runner: "my_agent", model: "gpt-5" }, async (run) => {
  await run.turn((turn) =>
    turn.chat(async (chat) => {
      const stream = chat.reply(await ask("How much is 2 + 3?"));
      for await (const text of stream.pipeThrough(new TextDecoderStream())) {
        console.log(text); // as it comes; tokens are read in passing
      }
    })
  );
});
// #endregion program
