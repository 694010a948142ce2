import { env } from "../base/env.ts";
import { readHeaders } from "./_headers.ts";
import { readTls, type TlsSettings } from "./tls.ts";
import { MAX_DELAY, otlpVariable, readNumber } from "./_variable.ts";
import { cannotUse } from "../privacy/warn.ts";

/** The two encodings of OTLP over HTTP. */
export type OtlpProtocol = "http/json" | "http/protobuf";

/** How spans are sent. */
export interface OtlpSettings {
  /** Where to. User information in it is sent as basic authentication. */
  readonly url: URL;
  /** The encoding. */
  readonly protocol: OtlpProtocol;
  /** What the environment adds to each request. */
  readonly headers: Record<string, string>;
  /** How long one batch may take, retries included, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether bodies are compressed. */
  readonly gzip: boolean;
  /** Certificates. */
  readonly tls: TlsSettings;
}

const DEFAULT_ENDPOINT = "http://localhost:4318";

/**
 * Reads `OTEL_EXPORTER_OTLP_*`, and says what of it cannot be used.
 *
 * @param variable The variable that asks for OTLP.
 * @returns The settings, or `undefined` where nothing can be sent with them.
 */
export function readOtlp(variable: string): OtlpSettings | undefined {
  const protocol = readProtocol();
  const url = readUrl(variable);
  if (url === undefined || protocol === undefined) return undefined;
  const headers = readHeaders();
  if (headers === undefined) return undefined;
  return {
    url,
    protocol,
    headers: Object.fromEntries(headers),
    timeoutMs: readNumber(otlpVariable("TIMEOUT"), {
      min: 1,
      max: MAX_DELAY,
      whole: false,
    }) ?? 10_000,
    gzip: readGzip(),
    tls: url.protocol === "https:" ? readTls() : {},
  };
}

function readProtocol(): OtlpProtocol | undefined {
  const variable = otlpVariable("PROTOCOL");
  const value = env(variable) ?? "http/json";
  const name = value.trim().toLowerCase();
  if (name === "http/json" || name === "http/protobuf") return name;
  if (name === "grpc") {
    cannotUse(
      variable,
      value,
      "no spans are sent; set it to http/json or http/protobuf, and the " +
        "endpoint to the collector's HTTP port (usually 4318)",
    );
    return undefined;
  }
  const known = "only http/json and http/protobuf are known";
  cannotUse(variable, value, `${known}; http/json is used`);
  return "http/json";
}

function readUrl(variable: string): URL | undefined {
  const value = env(variable);
  const isDefault = variable === "OTEL_TRACES_EXPORTER" || value === undefined;
  const url = URL.parse(isDefault ? DEFAULT_ENDPOINT : value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const reason = "it is not a URL such as http://localhost:4318";
    cannotUse(variable, withoutUser(value ?? ""), reason);
    return undefined;
  }
  if (!variable.endsWith("TRACES_ENDPOINT")) {
    url.pathname = url.pathname.replace(/(?<!\/)\/*$/, "/v1/traces");
  }
  url.hash = "";
  if (mayReach(url)) return url;
  const reason = `it needs --allow-net=${url.host}`;
  cannotUse(variable, withoutUser(value ?? ""), reason);
  return undefined;
}

function mayReach(url: URL): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = `${url.hostname}:${port}`;
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** A password does not go on a terminal, in a URL or in what was meant as one. */
function withoutUser(text: string): string {
  const address = text.replace(/^([a-z][a-z0-9+.-]*:\/*)?.*@/i, "$1");
  return address.split("?", 1)[0] ?? "";
}

function readGzip(): boolean {
  const variable = otlpVariable("COMPRESSION");
  const value = env(variable) ?? "none";
  const name = value.trim().toLowerCase();
  if (name !== "none" && name !== "gzip") {
    cannotUse(variable, value, "only gzip and none are known");
  }
  return name === "gzip";
}
