import type {
  MadeCall,
  MadeItem,
  MadePiece,
  MadePrompt,
  MadeTool,
  Profile,
} from "./_made_prompt.ts";

type Json = Record<string, unknown>;

/** A piece of an image, as a URL. */
const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

/** Writes a prompt as the body of a request. */
export function requestBody(prompt: MadePrompt, profile: Profile): string {
  return JSON.stringify({
    model: prompt.model,
    stream: profile.streams,
    ...WRITERS[profile.format](prompt),
  });
}

const WRITERS: Readonly<
  Record<Profile["format"], (prompt: MadePrompt) => Json>
> = {
  chat_completions: ({ system, items, tools, schema }) => ({
    messages: [
      { role: "system", content: system.text },
      ...items.flatMap(chatMessages),
    ],
    ...(schema && { response_format: format({ json_schema: schema }) }),
    tools: tools.map((tool) => ({
      type: "function",
      function: definition(tool, "parameters"),
    })),
  }),
  messages: ({ system, items, tools, schema }) => ({
    system: [{ type: "text", text: system.text }],
    tools: tools.map((tool) => definition(tool, "input_schema")),
    ...(schema && { output_config: { format: format({ schema }) } }),
    messages: items.map(message),
    "max_tokens": 4096,
  }),
  responses: ({ system, items, tools, schema }) => ({
    instructions: system.text,
    ...(schema && { text: { format: format({ schema }) } }),
    input: items.flatMap(inputItems),
    tools: tools.map((tool) => ({
      type: "function",
      ...definition(tool, "parameters"),
    })),
  }),
};

function format(schema: Readonly<Record<string, MadePiece>>): Json {
  const [[name, { text }]] = Object.entries(schema) as [[string, MadePiece]];
  // A schema of any text: what is counted is that text.
  return { type: "json_schema", [name]: { description: text } };
}

function definition(tool: MadeTool, schemaName: string): Json {
  const { shownName, description, schema } = tool;
  return { name: shownName, description, [schemaName]: schema };
}

function chatMessages(item: MadeItem): Json[] {
  if (item.role === "tool") {
    const { callId, result } = item;
    return [{ role: "tool", "tool_call_id": callId, content: result.text }];
  }
  if (item.role === "user") {
    const text = { type: "text", text: item.text.text };
    const image = { type: "image_url", "image_url": { url: PIXEL } };
    return [{
      role: "user",
      content: item.image ? [text, image] : item.text.text,
    }];
  }
  const { reasoning, text, calls } = item;
  return [{
    role: "assistant",
    content: text?.text ?? null,
    ...(reasoning && { "reasoning_content": reasoning.text }),
    ...(calls.length > 0 && { "tool_calls": calls.map(toolCall) }),
  }];
}

/** A call, as chat completions has it. */
export function toolCall({ id, tool, input }: MadeCall): Json {
  const called = { name: tool.shownName, arguments: JSON.stringify(input) };
  return { id, type: "function", function: called };
}

function message(item: MadeItem): Json {
  switch (item.role) {
    case "tool": {
      const { callId, result } = item;
      const content = [{ type: "text", text: result.text }];
      return {
        role: "user",
        content: [{ type: "tool_result", "tool_use_id": callId, content }],
      };
    }
    case "user": {
      const source = { type: "base64", "media_type": "image/png", data: PIXEL };
      return {
        role: "user",
        content: [
          { type: "text", text: item.text.text },
          ...(item.image ? [{ type: "image", source }] : []),
        ],
      };
    }
    case "assistant": {
      const { reasoning, text, calls } = item;
      return {
        role: "assistant",
        content: blocks(reasoning?.text, text?.text, calls),
      };
    }
  }
}

/** An assistant's message, as the messages format has it. */
export function blocks(
  reasoning: string | undefined,
  text: string | undefined,
  calls: readonly MadeCall[],
): Json[] {
  return [
    ...(reasoning === undefined
      ? []
      : [{ type: "thinking", thinking: reasoning, signature: "c2lnbmF0dXJl" }]),
    ...(text === undefined ? [] : [{ type: "text", text }]),
    ...calls.map(({ id, tool, input }) => ({
      type: "tool_use",
      id,
      name: tool.shownName,
      input,
    })),
  ];
}

function inputItems(item: MadeItem): Json[] {
  switch (item.role) {
    case "tool": {
      const { callId, result } = item;
      return [{
        type: "function_call_output",
        "call_id": callId,
        output: result.text,
      }];
    }
    case "user":
      return [{
        role: "user",
        content: [
          { type: "input_text", text: item.text.text },
          ...(item.image ? [{ type: "input_image", "image_url": PIXEL }] : []),
        ],
      }];
    case "assistant": {
      const { reasoning, text, calls } = item;
      return outputItems(reasoning?.text, text?.text, calls);
    }
  }
}

/** An assistant's items, as the responses format has them. */
export function outputItems(
  reasoning: string | undefined,
  text: string | undefined,
  calls: readonly MadeCall[],
): Json[] {
  const summary = [{ type: "summary_text", text: reasoning }];
  return [
    ...(reasoning === undefined
      ? []
      : [{ type: "reasoning", id: `rs_${reasoning.length}`, summary }]),
    ...(text === undefined ? [] : [{
      type: "message",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text, annotations: [] }],
    }]),
    ...calls.map(({ id, tool, input }) => ({
      type: "function_call",
      id: `fc_${id}`,
      "call_id": id,
      name: tool.shownName,
      arguments: JSON.stringify(input),
      status: "completed",
    })),
  ];
}
