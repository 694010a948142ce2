/** The attribute that names the conversation which a span belongs to. */
export const CONVERSATION_ID = "gen_ai.conversation.id";
