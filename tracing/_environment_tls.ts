import { env } from "./_env.ts";
import { otlpVariable } from "./_otlp_variable.ts";
import { cannotUse, reasonOf } from "./warn.ts";

/** Certificates, as PEM texts. */
export interface TlsSettings {
  /** What the collector's certificate is checked against, besides the usual. */
  readonly ca?: string;
  /** The certificate that is shown to the collector. */
  readonly cert?: string;
  /** The key of that certificate. */
  readonly key?: string;
}

/**
 * Reads the files that `OTEL_EXPORTER_OTLP_*CERTIFICATE` and `…_CLIENT_KEY`
 * name.
 *
 * @returns What is in them, or `undefined` where there is none of use.
 */
export function readTls(): TlsSettings | undefined {
  const ca = readPem("CERTIFICATE", "CERTIFICATE");
  const cert = readPem("CLIENT_CERTIFICATE", "CERTIFICATE");
  const key = readPem("CLIENT_KEY", "PRIVATE KEY");
  const lone = cert === "absent" ? "CLIENT_KEY" : "CLIENT_CERTIFICATE";
  if ((cert === "absent") !== (key === "absent")) {
    const other = cert === "absent" ? "CLIENT_CERTIFICATE" : "CLIENT_KEY";
    const name = otlpVariable(lone);
    cannotUse(name, env(name), `OTEL_EXPORTER_OTLP_${other} is not set`);
  }
  const settings = {
    ...(isText(ca) && { ca }),
    ...(isText(cert) && isText(key) && { cert, key }),
  };
  const none = Object.keys(settings).length === 0;
  return none || !isUsable(settings) ? undefined : settings;
}

/** The exporter's connections would say it natively, several times over. */
function isUsable({ ca, cert, key }: TlsSettings): boolean {
  try {
    Deno.createHttpClient({
      ...(ca && { caCerts: [ca] }),
      ...(cert && key && { cert, key }),
    }).close();
    return true;
  } catch (error) {
    const setting = ca ? "CERTIFICATE" : "CLIENT_CERTIFICATE";
    cannotUse(otlpVariable(setting), undefined, reasonOf(error));
    return false;
  }
}

/** A text, or `absent` where no file is named, or `bad` where that was said. */
type Pem = "absent" | "bad" | `-----${string}`;

function isText(pem: Pem): pem is `-----${string}` {
  return pem !== "absent" && pem !== "bad";
}

function readPem(setting: string, kind: string): Pem {
  const variable = otlpVariable(setting);
  const path = env(variable);
  if (path === undefined) return "absent";
  if (
    Deno.permissions.querySync({ name: "read", path }).state !== "granted"
  ) {
    return bad(variable, path, `it needs --allow-read=${path}`);
  }
  try {
    const text = Deno.readTextFileSync(path);
    const begin = text.search(new RegExp(`-----BEGIN [A-Z ]*${kind}-----`));
    if (begin === -1) {
      return bad(variable, path, `no ${kind} in PEM form in it`);
    }
    return text.slice(begin) as `-----${string}`;
  } catch (error) {
    return bad(variable, path, reasonOf(error));
  }
}

function bad(variable: string, path: string, reason: string): "bad" {
  cannotUse(variable, path, reason);
  return "bad";
}
