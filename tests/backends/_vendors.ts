import type { CollectedRequest } from "../tracing/_collector.ts";

/** What a vendor's documentation asks of a request, and what it answers. */
export interface Vendor {
  /** The page of ours. */
  readonly page: string;
  /** What the page has in the place of a secret or an address of one's own. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The path that the documentation names. */
  readonly path: string;
  /** Checks who is asking: the answer where that is refused. */
  authorize(headers: Headers): Response | undefined;
}

const HONEYCOMB_KEY = `hcaik_${"01234567".repeat(7)}01`;
const GRAFANA_TOKEN = "glc_eyJvIjoiMTIzNDU2IiwibiI6InQifQ==";

export const VENDORS: Readonly<Record<string, Vendor>> = {
  Honeycomb: {
    page: "honeycomb.md",
    secrets: { YOUR_INGEST_KEY: HONEYCOMB_KEY },
    // docs.honeycomb.io/send-data/opentelemetry: /v1/traces below the host.
    path: "/v1/traces",
    authorize: (headers) => {
      // docs.honeycomb.io/api/authentication: key id and secret in one header.
      const key = headers.get("x-honeycomb-team") ?? "";
      if (/^hc[a-z]ik_[0-9a-z]{58}$/.test(key)) return;
      // docs.honeycomb.io/api/errors: 401, in the older of its two formats.
      const error = "unknown API key - check your credentials";
      return Response.json({ error }, { status: 401 });
    },
  },
  "Grafana Cloud": {
    page: "grafana-cloud.md",
    secrets: {
      BASE64_OF_INSTANCE_ID_AND_TOKEN: btoa(`123456:${GRAFANA_TOKEN}`),
    },
    // grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp: the base
    // ends in /otlp, and the signal's path is added to it.
    path: "/otlp/v1/traces",
    authorize: (headers) => {
      // The same page: basic authentication, instance id and token.
      const [scheme, value = ""] = (headers.get("authorization") ?? "")
        .split(" ");
      if (scheme === "Basic" && /^\d+:glc_.+$/.test(decoded(value))) return;
      return new Response("invalid credentials", { status: 401 });
    },
  },
  Tempo: {
    page: "tempo.md",
    secrets: {},
    // grafana.com/docs/tempo/latest/configuration#distributor: the receivers
    // are those of the OpenTelemetry Collector.
    path: "/v1/traces",
    authorize: () => undefined,
  },
};

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return "";
  }
}

/**
 * Answers a request as the vendor's documentation says, and the specification:
 * opentelemetry.io/docs/specs/otlp, OTLP/HTTP.
 *
 * @param vendor The vendor.
 * @param request The request.
 * @returns The answer.
 */
export function answer(vendor: Vendor, request: CollectedRequest): Response {
  const { path, headers } = request;
  if (path !== vendor.path) return new Response("", { status: 404 });
  const type = headers.get("content-type") ?? "";
  // Tempo takes parameters as well, such as a charset; no document promises it.
  if (!["application/json", "application/x-protobuf"].includes(type)) {
    return new Response("", { status: 415 });
  }
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "gzip") {
    // As Tempo answers, and every receiver that is the Collector's.
    return new Response("", { status: 400 });
  }
  const refusal = vendor.authorize(headers);
  if (refusal !== undefined) return refusal;
  const body = type === "application/json" ? "{}" : "";
  return new Response(body, { headers: { "content-type": type } });
}
