import { AGENT } from "./agent_work.ts";

/** A span in OTLP's JSON, as far as it is read. */
interface SentSpan {
  readonly traceId?: string;
  readonly name: string;
  readonly attributes?: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

interface Sent {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly SentSpan[] }[];
  }[];
}

/**
 * What marks a span as that of a call to the model, each with the vocabulary
 * that it is from.
 */
const MODEL_CALL: Readonly<Record<string, string>> = {
  // OpenTelemetry's, which OpenLLMetry has too.
  "gen_ai.operation.name": "chat",
  "openinference.span.kind": "LLM",
  "langfuse.observation.type": "generation",
  // Those that see requests only: today's name, and the one before it.
  "http.request.method": "POST",
  "http.method": "POST",
};

/** What the spans of a way have to show. */
export interface Expected {
  /** Requests that the model got. */
  readonly requests: number;
  /** Whether content is on; it does not matter where it is left out. */
  readonly content?: boolean;
}

/** Counts what is sent to it as to a collector that takes OTLP in JSON. */
export class Collector {
  /** Bytes of the bodies. */
  bytes = 0;
  /** Whether what the agent was asked was in it. */
  hasContent = false;
  /** Spans by name. */
  readonly names: Map<string, number> = new Map();
  /** The traces that spans are of. */
  readonly traces: Set<string> = new Set();
  /** Spans by what marks them as calls to the model. */
  readonly modelCalls: Map<string, number> = new Map();

  /**
   * Takes one request.
   *
   * @param body Its body.
   * @throws {SyntaxError} If it is not JSON.
   */
  take(body: Uint8Array): void {
    const text = new TextDecoder().decode(body);
    const { resourceSpans = [] } = JSON.parse(text) as Sent;
    this.bytes += body.length;
    this.hasContent ||= text.includes(AGENT.question);
    for (const { scopeSpans = [] } of resourceSpans) {
      for (const { spans = [] } of scopeSpans) spans.forEach(this.#count, this);
    }
  }

  /** How many spans there were. */
  get spans(): number {
    return [...this.names.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Says why a way cannot be compared: a peer that silently makes no spans would
   * be the cheapest, and one whose switch for content does not work would be
   * compared with others that do less or more.
   *
   * @param expected What its spans have to show.
   * @returns Why not, or `undefined` if all is well.
   */
  problem({ requests, content }: Expected): string | undefined {
    if (![...this.modelCalls.values()].includes(requests)) {
      const found = JSON.stringify(Object.fromEntries(this.modelCalls));
      return `the model got ${requests} requests, and there are spans of ${found}`;
    }
    if (content !== undefined && content !== this.hasContent) {
      return `content is ${content ? "on" : "off"}, and its spans have ${
        content ? "none" : "some"
      }`;
    }
    return undefined;
  }

  #count({ name, traceId = "", attributes = [] }: SentSpan): void {
    add(this.names, name);
    this.traces.add(traceId);
    for (const { key, value } of attributes) {
      if (MODEL_CALL[key] === value.stringValue && value.stringValue) {
        add(this.modelCalls, `${key} = ${value.stringValue}`);
      }
    }
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
