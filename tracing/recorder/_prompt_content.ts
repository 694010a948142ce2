import { redactSecrets } from "../privacy/redact.ts";
import type { Attributes } from "../base/otel.ts";
import type { TextKeeper } from "../prompt/request_reader.ts";
import type { PromptPart } from "../prompt/wire/read_request.ts";
import { json } from "./_captured_content.ts";

/** What stands in one place of a request, as JSON. */
interface Place {
  /** Instructions, which are told apart from messages. */
  readonly system: readonly string[];
  /** A message, where the place is one and holds anything else. */
  readonly message: string | undefined;
}

/**
 * The content of an agent's requests as span attributes, in the form of the
 * GenAI conventions ("Input messages JSON schema", "System instructions JSON
 * schema"): `{role, parts}`. Each message is written once, for all requests that
 * send it again.
 */
export class PromptContent implements TextKeeper {
  readonly #run: { readonly secrets: readonly string[] };
  /** What no text here has any more. */
  #secrets: readonly string[] = [];
  /** What is in front of the conversation, and each message; absent if empty. */
  #places: (Place | undefined)[] = [];

  /** @param run Its `secrets` are what no span may hold. */
  constructor(run: { readonly secrets: readonly string[] }) {
    this.#run = run;
  }

  take(parts: readonly PromptPart[], places: number): void {
    this.#places.length = places;
    this.#redact(this.#run.secrets);
    const byPlace = Map.groupBy(
      parts,
      ({ message }) => message === undefined ? 0 : message.index + 1,
    );
    for (const [place, parts] of byPlace) {
      this.#places[place] = this.#placeOf(parts);
    }
  }

  /** The request that was taken last, as attributes. */
  attributes(): Attributes {
    const system: string[] = [];
    const messages: string[] = [];
    for (const place of this.#places) {
      if (place === undefined) continue;
      system.push(...place.system);
      if (place.message !== undefined) messages.push(place.message);
    }
    return {
      "gen_ai.input.messages": `[${messages}]`,
      "gen_ai.system_instructions": system.length === 0
        ? undefined
        : `[${system}]`,
    };
  }

  /** Takes secrets out of what is here, where there are others than before. */
  #redact(secrets: readonly string[]): void {
    const before = this.#secrets;
    this.#secrets = secrets;
    const isSame = secrets.length === before.length &&
      secrets.every((secret, place) => secret === before[place]);
    if (isSame) return;
    const clean = (text: string) => redactSecrets(text, secrets);
    this.#places = this.#places.map((place) =>
      place && {
        system: place.system.map(clean),
        message: place.message && clean(place.message),
      }
    );
  }

  #placeOf(parts: readonly PromptPart[]): Place {
    const system: string[] = [];
    const others: unknown[] = [];
    let role: string | undefined;
    for (const part of parts) {
      if (part.kind === "instructions") {
        system.push(this.#json({ type: "text", content: part.text }));
      } else if (part.message !== undefined) {
        role = part.message.role;
        others.push(capturedPart(part));
      }
    }
    return {
      system,
      message: role && this.#json({ role, parts: others }),
    };
  }

  #json(value: unknown): string {
    return json(value, this.#secrets);
  }
}

function capturedPart(part: PromptPart): unknown {
  const { callId: id } = part;
  if (part.kind === "result") {
    return { type: "tool_call_response", id, response: part.text };
  }
  if (part.call !== undefined) return { type: "tool_call", id, ...part.call };
  return { type: "text", content: part.text };
}
