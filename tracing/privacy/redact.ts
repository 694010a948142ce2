import { wholeEnv } from "../base/env.ts";
import { cutText } from "./cut_text.ts";

/** Values shorter than this are left: they would match ordinary words. */
const MIN_SECRET_LENGTH = 6;

const SECRET_NAME = /(^|_)(API_KEY|TOKEN|SECRET|PASSWORD)$/i;
const OTLP_HEADERS = /^OTEL_EXPORTER_OTLP_(\w+_)?HEADERS$/;
/**
 * A URL's user information, and its query and fragment. The scheme is looked at
 * backwards and no further than its last character: from each character of a
 * long word on, it would be looked for anew.
 */
const URL_PRIVATE_PARTS =
  /(?<=[a-z0-9+.-]:\/\/)(?:[^\s/?#"<>]*@)?([^\s?#"'<>()]*)(?:[?#][^\s"'<>()]*)?/gi;

const added = new Set<string>();

/**
 * Adds values that no span may hold, such as those of `env` and `headers` in
 * an `mcp.json`.
 *
 * @param values The secrets. Those shorter than 6 characters are left out.
 */
export function addSecrets(values: Iterable<string>): void {
  for (const value of values) add(added, value);
}

/**
 * Takes the process's secrets out of a text that is about to go on a span:
 * the values of variables named like `*_API_KEY`, `*_TOKEN`, `*_SECRET` and
 * `*_PASSWORD`, of OTLP headers, and what {@linkcode addSecrets} was given.
 *
 * @param text The text.
 * @param secrets The secrets, for whoever has many texts at once.
 * @returns The text, with `[redacted]` in the place of each secret.
 */
export function redactSecrets(
  text: string,
  secrets: readonly string[] = secretsNow(),
): string {
  let clean = text;
  for (const secret of secrets) {
    clean = clean.replaceAll(secret, "[redacted]");
  }
  return clean;
}

/**
 * Takes secrets out of an error's text, and the user information and the
 * query of the URLs in it: runtimes name the whole URL that they could not
 * reach.
 *
 * Secrets are taken out of the whole text, so that no cut leaves half of one.
 *
 * @param text The text.
 * @param length How much of it is looked at for URLs, and kept at most.
 * @returns The text, fit for a span.
 */
export function redact(text: string, length = Infinity): string {
  return cutText(redactSecrets(text), length).replace(URL_PRIVATE_PARTS, "$1");
}

/**
 * Looks up the process's secrets. To go through the environment takes longer
 * than to take them out of most texts, and it may change: whoever keeps what this
 * returns keeps it for a while only.
 *
 * @returns The secrets, the longest first.
 */
export function secretsNow(): readonly string[] {
  const found = new Set(added);
  for (const [name, value] of Object.entries(wholeEnv())) {
    if (SECRET_NAME.test(name)) add(found, value);
    if (OTLP_HEADERS.test(name)) {
      for (const pair of value.split(",")) {
        const header = pair.slice(pair.indexOf("=") + 1).trim();
        add(found, header);
        add(found, decoded(header));
      }
    }
  }
  // The longest first: one secret may be the beginning of another.
  return [...found].sort((a, b) => b.length - a.length);
}

function add(found: Set<string>, value: string): void {
  if (value.length < MIN_SECRET_LENGTH) return;
  found.add(value);
  // As it stands inside of a JSON text, such as captured content.
  found.add(JSON.stringify(value).slice(1, -1));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
