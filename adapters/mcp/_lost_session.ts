import { SdkHttpError } from "@modelcontextprotocol/client";
import { isJson } from "../../tracing/base/json.ts";

const lost = new WeakSet<object>();

/** Whether a call failed because the server has forgotten the session. */
export function isLostSession(error: unknown): boolean {
  if (!SdkHttpError.isInstance(error)) return false;
  return error.status === 404 || lost.has(error);
}

/**
 * Finds out of a call's error whether the server has forgotten the session, as
 * one does that was started anew. By the specification it then says 404, and
 * many say 400. The call has then not run.
 *
 * A 400 may also be about the call, which then may have run: unless it names
 * the session, the server is asked for something that it answers in a session.
 *
 * @param error The error, which {@linkcode isLostSession} then knows.
 * @param sessionLives Asks the server.
 */
export async function noteLostSession(
  error: unknown,
  sessionLives: () => Promise<boolean>,
): Promise<void> {
  if (!SdkHttpError.isInstance(error) || error.status !== 400) return;
  const text = String(error.data.text ?? "");
  const named = /session/i.test(text) && !answersRequest(text);
  if (named || !(await sessionLives())) lost.add(error);
}

/** Whether a body is the reply to a request, which then has reached a tool. */
function answersRequest(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return isJson(body) && typeof body.id === "number";
  } catch {
    return false;
  }
}
