import { type Json, type OfferedTool, send } from "./_conversation.ts";

/** Where responses are asked for. */
export const PATH = "/v1/responses";

/** Asks for a response. */
export async function ask(body: Record<string, unknown>): Promise<Json> {
  const response = await send(PATH, body);
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.error.message);
  return reply;
}

/** A tool as responses has it. */
export function offered({ name, description, inputSchema }: OfferedTool): Json {
  return {
    type: "function",
    name,
    description,
    parameters: inputSchema,
    strict: false,
  };
}

/** A tool call and its result, as responses has them. */
export function called(name: string, args: unknown, result: unknown): Json[] {
  const call_id = `call_${name}`;
  return [
    {
      type: "function_call",
      call_id,
      name,
      arguments: JSON.stringify(args),
    },
    { type: "function_call_output", call_id, output: JSON.stringify(result) },
  ];
}
