import {
  asFunction,
  type Json,
  QUESTION,
  RESULTS,
  TOOLS,
  walked,
} from "./_conversation.ts";

export const CHAT = "/v1/chat/completions";
export const MESSAGES = "/v1/messages";
/** A conversation that has come as far as the assets. */
export const CONVERSATION: Json[] = [
  { role: "system", content: "Answer <|endoftext|> well" },
  { role: "user", content: QUESTION },
  ...walked("sites", "assets"),
];
export const SENSORS_STEP = {
  model: "demo",
  messages: [...CONVERSATION, { role: "user", content: "See the sensors" }],
  tools: [asFunction(TOOLS[2]!)],
  "tool_choice": { type: "function", function: { name: "sensors" } },
};
export const MESSAGES_STEP = {
  model: "demo",
  "max_tokens": 100,
  system: [{ type: "text", text: "Answer well" }],
  messages: [
    { role: "user", content: QUESTION },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Let me look" },
        { type: "tool_use", id: "t1", name: "assets", input: { type: "x" } },
      ],
    },
    {
      role: "user",
      content: [
        {
          type: "tool_result",
          tool_use_id: "t1",
          content: [{ type: "text", text: JSON.stringify(RESULTS.assets) }],
        },
        { type: "text", text: "See the sensors" },
      ],
    },
  ],
  tools: [{
    name: "sensors",
    description: "Lists sensors",
    input_schema: TOOLS[2]!.inputSchema,
  }],
  "tool_choice": { type: "tool", name: "sensors" },
};
