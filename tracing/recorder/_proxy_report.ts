import type { HttpAttempt, HttpReply } from "../base/http_observer.ts";
import type { Attributes } from "../base/otel.ts";

/** The header that names a call to a LiteLLM proxy, in requests and replies. */
const CALL_ID = "x-litellm-call-id";

/** What the headers of a model call's attempts tell of it. */
export class ProxyReport {
  #callId: string | undefined;
  #reported: number | undefined;
  /** An answer came with no price: what all attempts cost is not known. */
  #unpriced = false;

  /** US dollars, of all attempts, where each that was answered has a price. */
  get cost(): number | undefined {
    return this.#unpriced ? undefined : this.#reported;
  }

  /** The attributes of the call. */
  attributes(): Attributes {
    const { cost } = this;
    return {
      ...(this.#callId === undefined
        ? {}
        : { "litellm.call_id": this.#callId }),
      ...(cost === undefined ? {} : { "litellm.cost.total": cost }),
    };
  }

  /** An attempt is made. It may never be answered, so its own id is taken. */
  asked({ headers }: Pick<HttpAttempt, "headers">): void {
    this.#callId = headers.get(CALL_ID) ?? this.#callId;
  }

  /** An attempt was answered. The proxy's word on the id is the last. */
  replied({ status, headers }: HttpReply): void {
    this.#callId = headers.get(CALL_ID) ?? this.#callId;
    const cost = Number.parseFloat(
      headers.get("x-litellm-response-cost") ?? "",
    );
    if (Number.isFinite(cost)) this.#reported = (this.#reported ?? 0) + cost;
    // A proxy prices its refusals at 0, and a streamed answer not at all.
    else if (status < 400) this.#unpriced = true;
  }
}
