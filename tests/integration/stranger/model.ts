/** Stands in for a model on loopback: it asks for one call, and then answers. */
export function startModel(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { messages } = await request.json();
      const { role, content } = messages.at(-1);
      const message = role === "tool" ? { role: "assistant", content } : {
        role: "assistant",
        content: null,
        tool_calls: [{
          id: "call_1",
          type: "function",
          function: { name: "add", arguments: '{"a":2,"b":3}' },
        }],
      };
      return Response.json({
        choices: [{ message }],
        usage: { prompt_tokens: 10 * messages.length, completion_tokens: 5 },
      });
    },
  );
}
