import type { Message } from "../decide/request.ts";

/** What stands beside the conversation in a request: a message of it, if any. */
export interface Instructions {
  readonly messages: readonly Message[];
  readonly pieces: readonly string[];
}

/** Instructions as the conversation's first message; none for an empty text. */
export function instructionsOf(said: string): Instructions {
  if (said === "") return { messages: [], pieces: [] };
  const message: Message = { role: "system", text: said, calls: [] };
  return { messages: [message], pieces: ["system", said] };
}
