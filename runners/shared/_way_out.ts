import { chatBaseUrl, type ModelEndpoint } from "./model.ts";
import type { Reason } from "./_reason.ts";
import type { Refusal } from "./_refusal.ts";

/** Says what to do about a refusal, where that is clear. */
export function wayOut(
  { status, kinds, text }: Refusal,
  { passedOn, page }: Reason,
  model: ModelEndpoint,
): string | undefined {
  const { variables } = model;
  const refusedKey = status === 401 || kinds.includes("expired_key");
  if (passedOn) {
    return refusedKey ? "check the key that the proxy has for it" : undefined;
  }
  if (kinds.includes("no_db_connection")) {
    return `with no database the proxy takes no key but its own${
      variables === undefined ? "" : `: check ${variables.apiKey}`
    }`;
  }
  if (refusedKey) return variables && `check ${variables.apiKey}`;
  if (isUnknownModel(kinds, text)) {
    const url = model.api === "messages"
      ? `${model.baseUrl}/v1`
      : chatBaseUrl(model);
    return `${withoutUser(url)}/models lists the models`;
  }
  // An endpoint that is there answers neither with a page nor with nothing.
  if (page || status === 404 || status === 405) {
    return variables?.baseUrl && `check ${variables.baseUrl}`;
  }
  return undefined;
}

/** A URL without the name and the password that it may hold. */
function withoutUser(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/$/, "")}`;
}

function isUnknownModel(kinds: readonly unknown[], text: string): boolean {
  return text.includes("Invalid model name") ||
    ["model_not_found", "not_found_error"].some((kind) => kinds.includes(kind));
}
