import metadata from "../deno.json" with { type: "json" };
import type { OtlpProtocol, OtlpSettings } from "./_environment_otlp.ts";
import { originalFetch } from "./_original_fetch.ts";
import { otlpVariable } from "./_otlp_variable.ts";
import { cannotUse, reasonOf } from "./warn.ts";

/** A collector, ready to be sent to. */
export interface OtlpEndpoint {
  /** Where to. */
  readonly url: URL;
  /** The encoding. */
  readonly protocol: OtlpProtocol;
  /** How long one batch may take, retries included, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends one body. Not the traced `fetch`: a request for spans makes none. */
  post(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Response>;
  /** Lets go of the connections. */
  close(): void;
}

/** What the two encodings are called in `content-type`. */
const CONTENT_TYPES = {
  "http/json": "application/json",
  "http/protobuf": "application/x-protobuf",
} as const;

/**
 * Opens a collector. Nothing is sent yet.
 *
 * @param settings What the environment says.
 * @returns The endpoint.
 */
export function openEndpoint(settings: OtlpSettings): OtlpEndpoint {
  const { url, protocol, timeoutMs, gzip } = settings;
  const headers = new Headers(settings.headers);
  if (!headers.has("user-agent")) {
    headers.set("user-agent", `turnspan/${metadata.version}`);
  }
  headers.set("content-type", CONTENT_TYPES[protocol]);
  if (gzip) headers.set("content-encoding", "gzip");
  const client = openClient(settings);
  const fetch = originalFetch(globalThis.fetch);
  return {
    url,
    protocol,
    timeoutMs,
    post: async (bytes, signal) => {
      const body = gzip ? await compressed(bytes) : bytes;
      // The headers hold keys, which are not for whomever a reply names.
      const redirect = "manual";
      const method = "POST";
      const init = { method, headers, body, redirect, signal } as const;
      return await fetch(url, client ? { ...init, client } : init);
    },
    close: () => client?.close(),
  };
}

function openClient({ tls }: OtlpSettings): Deno.HttpClient | undefined {
  if (tls === undefined) return undefined;
  const { ca, cert, key } = tls;
  try {
    return Deno.createHttpClient({
      ...(ca && { caCerts: [ca] }),
      ...(cert && key && { cert, key }),
    });
  } catch (error) {
    const setting = ca ? "CERTIFICATE" : "CLIENT_CERTIFICATE";
    cannotUse(otlpVariable(setting), undefined, reasonOf(error));
    return undefined;
  }
}

async function compressed(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return await new Response(stream).bytes();
}
