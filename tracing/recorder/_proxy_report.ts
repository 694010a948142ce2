import type { HttpAttempt, HttpReply } from "../base/http_observer.ts";
import type { Attributes } from "../base/otel.ts";

/** The header that names a call to a LiteLLM proxy, in requests and replies. */
const CALL_ID = "x-litellm-call-id";

/** What the headers of a model call's attempts say of it. */
export class ProxyReport {
  #callId: string | undefined;
  #knownCost: number | undefined;
  /** An answer had no price: what all attempts cost is not known. */
  #unpriced = false;

  /** US dollars, of all attempts, where each that was answered has a price. */
  get cost(): number | undefined {
    return this.#unpriced ? undefined : this.#knownCost;
  }

  /** The attributes of the call. */
  attributes(): Attributes {
    return {
      "litellm.call_id": this.#callId,
      "litellm.cost.total": this.cost,
    };
  }

  /** Reads an attempt's own id: it may never be answered. */
  addRequest({ headers }: Pick<HttpAttempt, "headers">): void {
    this.#callId = headers.get(CALL_ID) ?? this.#callId;
  }

  /** Reads an answer. The id in it is the proxy's, and replaces the other. */
  addReply({ status, headers }: HttpReply): void {
    this.#callId = headers.get(CALL_ID) ?? this.#callId;
    const cost = Number.parseFloat(
      headers.get("x-litellm-response-cost") ?? "",
    );
    if (Number.isFinite(cost)) this.#knownCost = (this.#knownCost ?? 0) + cost;
    // A proxy prices its refusals at 0, and a streamed answer not at all.
    else if (status < 400) this.#unpriced = true;
  }
}
