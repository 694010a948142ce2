import type { ChatScope } from "./_chat_scope.ts";
import type { Chat } from "./types.ts";

/**
 * Tells the budget of a run what a streamed reply says of its input, where an
 * adapter tells the reply itself only at its end: agents side by side are not to
 * go on meanwhile.
 *
 * @param chat The model call.
 * @param inputTokens Reads how many they are, as far as is known; it is only
 * called where the run has a budget, and until it gives a number.
 */
export function saysInput(
  chat: Chat,
  inputTokens: () => number | undefined,
): void {
  // Only the recorder makes chats, and all of them are of this class.
  const scope = chat as ChatScope;
  scope.core.budget?.says(scope, inputTokens);
}
