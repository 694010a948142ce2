import { env } from "../base/env.ts";
import { otlpVariable } from "./_variable.ts";
import { cannotUse, reasonOf } from "../privacy/warn.ts";

/** Certificates, as PEM texts. */
export interface TlsSettings {
  /** What the collector's certificate is checked against, and nothing else. */
  readonly ca?: string;
  /** What it is checked against besides the usual. */
  readonly extraCa?: string;
  /** The certificate that is shown to the collector. */
  readonly cert?: string;
  /** The key of that certificate. */
  readonly key?: string;
}

/**
 * Reads the files that `OTEL_EXPORTER_OTLP_*CERTIFICATE` and `…_CLIENT_KEY`
 * name, and the one of `DENO_CERT`, which Deno looks at for its own requests
 * and not for those of `node:https`, which the SDK's exporter sends.
 *
 * @returns What is in them; of those that are no good, nothing.
 */
export function readTls(): TlsSettings {
  const ca = readAuthority(otlpVariable("CERTIFICATE"));
  const extraCa = ca === undefined ? readAuthority("DENO_CERT") : undefined;
  return {
    ...(ca && { ca }),
    ...(extraCa && { extraCa }),
    ...readClient(),
  };
}

function readAuthority(variable: string): string | undefined {
  const pem = readPem(variable, "CERTIFICATE");
  if (pem === undefined) return undefined;
  return isUsable(variable, { caCerts: [pem] }) ? pem : undefined;
}

/** A certificate and its key: one without the other is of no use. */
function readClient(): Pick<TlsSettings, "cert" | "key"> {
  const names = ["CLIENT_CERTIFICATE", "CLIENT_KEY"].map(otlpVariable);
  const [certFile, keyFile] = names as [string, string];
  const cert = readPem(certFile, "CERTIFICATE");
  const key = readPem(keyFile, "PRIVATE KEY");
  if (cert !== undefined && key !== undefined) {
    return isUsable(certFile, { cert, key }) ? { cert, key } : {};
  }
  const missing = names.filter((name) => env(name) === undefined);
  const given = names.find((name) => env(name) !== undefined);
  if (missing.length === 1 && given !== undefined) {
    cannotUse(given, env(given), `${missing[0]} is not set`);
  }
  return {};
}

function readPem(variable: string, kind: string): string | undefined {
  const path = env(variable);
  if (path === undefined) return undefined;
  const { state } = Deno.permissions.querySync({ name: "read", path });
  let problem = `no ${kind} in PEM form in it`;
  try {
    if (state !== "granted") throw new Error(`it needs --allow-read=${path}`);
    const text = Deno.readTextFileSync(path);
    const begin = text.search(new RegExp(`-----BEGIN [A-Z ]*${kind}-----`));
    if (begin !== -1) return text.slice(begin);
  } catch (error) {
    problem = reasonOf(error);
  }
  cannotUse(variable, path, problem);
  return undefined;
}

/** Tries a certificate: only Deno itself says what is wrong with one. */
function isUsable(
  variable: string,
  options:
    | Pick<Deno.CreateHttpClientOptions, "caCerts">
    | Deno.TlsCertifiedKeyPem,
): boolean {
  try {
    Deno.createHttpClient(options).close();
    return true;
  } catch (error) {
    cannotUse(variable, undefined, reasonOf(error));
    return false;
  }
}
