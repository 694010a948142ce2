/**
 * A stdio server without an SDK, whose one tool `large` answers with a text of
 * as many megabytes as it is asked for.
 */

const encoder = new TextEncoder();

/** The part of a message that is looked at. */
interface Request {
  readonly id?: number;
  readonly method: string;
  readonly params: {
    readonly protocolVersion?: string;
    readonly arguments?: { readonly megabytes: number };
  };
}

function answerTo({ method, params }: Request): unknown {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: "large", version: "1.0.0" },
      };
    case "tools/list":
      return { tools: [{ name: "large", inputSchema: { type: "object" } }] };
    default: {
      const text = "é".repeat((params.arguments?.megabytes ?? 0) * 500_000);
      return { content: [{ type: "text", text }] };
    }
  }
}

async function write(text: string): Promise<void> {
  let rest = encoder.encode(text);
  while (rest.length > 0) rest = rest.subarray(await Deno.stdout.write(rest));
}

let rest = "";
for await (
  const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())
) {
  const lines = (rest + text).split("\n");
  rest = lines.pop() ?? "";
  for (const request of lines.map((line): Request => JSON.parse(line))) {
    const { id } = request;
    if (id === undefined) continue;
    const result = answerTo(request);
    await write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
  }
}
