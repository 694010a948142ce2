import { Buffer } from "node:buffer";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { OtlpProtocol } from "../settings/otlp.ts";
import { excerpt } from "../privacy/warn.ts";

/** Characters of a collector's reply that are shown. */
const MAX_REPLY_LENGTH = 100;

/** What a collector answered to one request. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** Its `content-type`, empty where there is none. */
  readonly type: string;
  readonly location: string | undefined;
  /** The body, as far as it has come. */
  readonly chunks: readonly Uint8Array[];
}

/** What became of a batch. */
export interface Outcome {
  /** What went wrong; absent where the spans were accepted. */
  readonly failure?: string;
  /** How many spans the collector refused although it accepted the rest. */
  readonly rejected?: number;
  /** Whether fewer spans in one request may be accepted. */
  readonly divide?: boolean;
}

/** Of the OpenTelemetry Collector, which says so with 400. */
const TOO_LARGE = /request body too large/i;

/** Tells whether a collector refused a batch for its size. */
export function isTooLarge({ status, chunks }: Answer): boolean {
  return status === 413 ||
    (status === 400 && TOO_LARGE.test(Buffer.concat(chunks).toString()));
}

/** Says why a collector did not accept a batch. */
export function refusal(answer: Answer, protocol: OtlpProtocol): string {
  const text = Buffer.concat(answer.chunks).toString();
  const shown = /<html/i.test(text) ? "" : excerpt(text, MAX_REPLY_LENGTH);
  const status = `${answer.status} ${excerpt(answer.statusText)}`.trim();
  return `it answered ${status}` + hint(answer, protocol) +
    (shown && ` (${shown})`);
}

function hint(answer: Answer, protocol: OtlpProtocol): string {
  const { status, location } = answer;
  if (status === 415) {
    const other = protocol === "http/json" ? "http/protobuf" : "http/json";
    return `, try OTEL_EXPORTER_OTLP_PROTOCOL=${other}`;
  }
  if (isTooLarge(answer)) {
    return " to a span alone, raise its limit or set " +
      "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";
  }
  if (status < 300 || status > 399 || location === undefined) return "";
  return `, a redirect to ${excerpt(location)}, which is not followed`;
}

/**
 * Reads what a collector answered that accepted a batch. To the SDK's exporter
 * every such answer is a success, and only a logger is told what was in it.
 */
export function readAccepted(answer: Answer, protocol: OtlpProtocol): Outcome {
  const body = Buffer.concat(answer.chunks);
  if (body.length === 0) return {};
  const { type } = answer;
  const json = type.includes("json") ||
    (protocol === "http/json" && !type.includes("protobuf"));
  try {
    const reply: Reply = json
      ? JSON.parse(body.toString())
      : ProtobufTraceSerializer.deserializeResponse(body);
    const rejected = Number(reply.partialSuccess?.rejectedSpans ?? 0);
    if (!(rejected > 0)) return {};
    const message = reply.partialSuccess?.errorMessage ?? "";
    const reason = message === ""
      ? "it refused them"
      : excerpt(String(message));
    return { failure: reason, rejected };
  } catch {
    const shown = excerpt(type) || "no type";
    return { failure: `its answer is not OTLP (${shown}); is it a collector?` };
  }
}

interface Reply {
  readonly partialSuccess?: {
    readonly rejectedSpans?: number | string;
    readonly errorMessage?: string;
  };
}
