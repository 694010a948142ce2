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
  const ca = readPem(otlpVariable("CERTIFICATE"), "CERTIFICATE");
  const extraCa = ca === undefined
    ? readPem("DENO_CERT", "CERTIFICATE")
    : undefined;
  const settings: TlsSettings = {
    ...(ca && { ca }),
    ...(extraCa && { extraCa }),
    ...readClient(),
  };
  return isUsable(settings) ? settings : {};
}

/** A certificate and its key: one without the other is of no use. */
function readClient(): Pick<TlsSettings, "cert" | "key"> {
  const names = ["CLIENT_CERTIFICATE", "CLIENT_KEY"].map(otlpVariable);
  const [certFile, keyFile] = names as [string, string];
  const cert = readPem(certFile, "CERTIFICATE");
  const key = readPem(keyFile, "PRIVATE KEY");
  if (cert !== undefined && key !== undefined) return { cert, key };
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

/** Tries the certificates: only Deno itself says what is wrong with one. */
function isUsable({ ca, extraCa, cert, key }: TlsSettings): boolean {
  const authority = ca ?? extraCa;
  try {
    Deno.createHttpClient({
      ...(authority && { caCerts: [authority] }),
      ...(cert && key && { cert, key }),
    }).close();
    return true;
  } catch (error) {
    const setting = authority ? "CERTIFICATE" : "CLIENT_CERTIFICATE";
    cannotUse(otlpVariable(setting), undefined, reasonOf(error));
    return false;
  }
}
