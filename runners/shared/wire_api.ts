/** The wire formats that a model may speak. */
export type WireApi = "chat_completions" | "messages" | "responses";
