import { fieldsOf, textOf } from "../shared/fields.ts";
import type { Runner, RunOptions, Session } from "./_framework.ts";

/** The conversation that a run of the framework's belongs to. */
export interface Conversation {
  /** Its id, where that is known from the beginning. */
  readonly id: string | undefined;
  /** What has another id, to be asked once the framework has read it. */
  readonly session: Session | undefined;
  /** What groups the framework's own traces. */
  readonly group: string | undefined;
}

/**
 * Reads which conversation a run belongs to: the vendor's, that of a state which
 * is resumed, the session, or the group of the runner.
 */
export function conversationOf(
  { config }: Runner,
  input: unknown,
  options: RunOptions | undefined,
): Conversation {
  const { conversationId, session: given } = fieldsOf(options);
  const named = textOf(conversationId) ??
    textOf(fieldsOf(input)._conversationId);
  const session = named === undefined && isSession(given) ? given : undefined;
  return {
    id: named ?? textOf(fieldsOf(session).sessionId),
    session,
    group: textOf(fieldsOf(config).groupId),
  };
}

function isSession(value: unknown): value is Session {
  return typeof fieldsOf(value).getSessionId === "function";
}
