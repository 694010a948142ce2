import { REPLY_BYTES } from "../shared/reply_bytes.ts";

/**
 * Makes the body of a request as an agent's: instructions, tools, a question,
 * and calls with their results, as many as there is room for.
 *
 * @param bytes How long it is to be.
 * @returns The body, in JSON.
 */
export function requestBody(bytes: number): string {
  const body = {
    model: "bench",
    max_tokens: 1024,
    stream: true,
    system: [{ type: "text", text: "Answer from the data. ".repeat(40) }],
    tools: ["sites", "assets", "history", "latest"].map((name) => ({
      name: `mcp__iot__${name}`,
      description: `Looks up ${name}. `.repeat(10),
      input_schema: {
        type: "object",
        properties: { asset: { type: "string" }, days: { type: "number" } },
      },
    })),
    messages: [{ role: "user", content: "What is it?" } as object],
  };
  for (let i = 0; JSON.stringify(body).length < bytes; i++) {
    body.messages.push(...toolCall(`toolu_${i}`));
  }
  return JSON.stringify(body);
}

function toolCall(id: string): object[] {
  const input = { asset: "chiller-6", days: 30 };
  const rows = Array.from({ length: 20 }, (_, day) => ({
    time: `2026-01-${day + 10}T00:00:00Z`,
    powerKw: 312.5 + day,
  }));
  return [{
    role: "assistant",
    content: [{ type: "tool_use", id, name: "mcp__iot__history", input }],
  }, {
    role: "user",
    content: [{
      type: "tool_result",
      tool_use_id: id,
      content: [{ type: "text", text: JSON.stringify(rows) }],
    }],
  }];
}

/**
 * Asks the model, as the Claude CLI does.
 *
 * @param url Where to.
 * @param body The body, in JSON.
 * @param replyBytes How long the reply is to be.
 * @returns The reply's bytes.
 */
export async function ask(
  url: string,
  body: string,
  replyBytes: number,
): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(`${url}/v1/messages?beta=true`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "anthropic-version": "2023-06-01",
      "x-api-key": "key",
      [REPLY_BYTES]: `${replyBytes}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`The relay answered ${response.status}`);
  return response.body!.getReader();
}
