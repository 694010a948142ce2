import type { OtlpEndpoint } from "./_otlp_endpoint.ts";
import { excerpt } from "./warn.ts";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";

/** Characters of a collector's reply that are shown. */
const MAX_REPLY_LENGTH = 100;

/** What became of one attempt to send a batch. */
export interface Outcome {
  /** What went wrong: nothing, where the spans were taken. */
  readonly failure?: string;
  /** How many spans the collector refused although it took the rest. */
  readonly rejected?: number;
  /** Whether the same batch may be sent again, and how. */
  readonly retry?: "unreachable" | { readonly afterMs: number | undefined };
}

/** What OTLP says may be sent again. */
const RETRYABLE = [429, 502, 503, 504];
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Reads what a collector answered.
 *
 * @param endpoint The collector.
 * @param response Its answer.
 * @returns What became of the batch.
 */
export async function readReply(
  endpoint: OtlpEndpoint,
  response: Response,
): Promise<Outcome> {
  const body = await readSome(response);
  const { status, statusText, headers } = response;
  if (status === 200 || status === 202 || status === 204) {
    return readTaken(headers.get("content-type") ?? "", endpoint, body);
  }
  const text = new TextDecoder().decode(body);
  const said = /<html/i.test(text) ? "" : excerpt(text, MAX_REPLY_LENGTH);
  const answer = `it answered ${status} ${excerpt(statusText)}`.trim();
  const failure = answer + hint(endpoint, response) + (said && ` (${said})`);
  if (!RETRYABLE.includes(status)) return { failure };
  return { failure, retry: { afterMs: retryAfter(headers) } };
}

function hint({ protocol }: OtlpEndpoint, { status, headers }: Response) {
  if (status === 415) {
    const other = protocol === "http/json" ? "http/protobuf" : "http/json";
    return `, try OTEL_EXPORTER_OTLP_PROTOCOL=${other}`;
  }
  const location = headers.get("location");
  if (status < 300 || status > 399 || location === null) return "";
  return `, a redirect to ${excerpt(location)}, which is not followed`;
}

/** The beginning of a body: what is said of it is short. */
async function readSome(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) break;
  }
  return await new Blob(chunks).bytes();
}

/** Milliseconds, from seconds or a date. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = Number(text);
  const ms = Number.isNaN(seconds)
    ? Date.parse(text) - Date.now()
    : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

function readTaken(
  type: string,
  { protocol }: OtlpEndpoint,
  body: Uint8Array,
): Outcome {
  if (body.length === 0) return {};
  const json = type.includes("json") ||
    (protocol === "http/json" && !type.includes("protobuf"));
  try {
    const reply: Reply = json
      ? JSON.parse(new TextDecoder().decode(body))
      : ProtobufTraceSerializer.deserializeResponse(body);
    const rejected = Number(reply.partialSuccess?.rejectedSpans ?? 0);
    const said = reply.partialSuccess?.errorMessage ?? "";
    if (!(rejected > 0)) return {};
    const reason = said === "" ? "it refused them" : excerpt(String(said));
    return { failure: reason, rejected };
  } catch {
    const what = excerpt(type) || "no type";
    return { failure: `its answer is not OTLP (${what}); is it a collector?` };
  }
}

interface Reply {
  readonly partialSuccess?: {
    readonly rejectedSpans?: number | string;
    readonly errorMessage?: string;
  };
}
