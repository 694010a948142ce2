import { cutText } from "../../tracing/privacy/cut_text.ts";
import { redactSecrets } from "../../tracing/privacy/redact.ts";

/** Why an endpoint refused. */
export interface Reason {
  /** The reason in one line; empty where none is given. */
  readonly text: string;
  /** Whether it is the reason of the model behind a proxy. */
  readonly passedOn: boolean;
  /** Whether it is an HTML page. */
  readonly page: boolean;
}

/** The most characters that a person has to read before the way out. */
const MAX_LENGTH = 300;

/** Characters that are looked at: a page's title comes late, a proxy's reason too. */
const MAX_READ = 64 * 1024;

/** The classes of a proxy's own exceptions, in the order of their wrapping. */
const EXCEPTIONS = /^(?:[\w ]+: )?litellm\.\w+: (?:(?:litellm\.)?\w+Error: )*/;

/** The proxy's exception for an error of the model behind it. */
const BEHIND = /^\w+(?:Exception|Error)(?: \w+Error)? - /;

/** The entry point that refused, which the caller chose. */
const ENTRY_POINT = /^[\w/]+: (?=Invalid model name)/;

/** What a proxy adds after the reason: settings, attempts, advice on its code. */
const ADDITIONS = new RegExp(
  [
    /No fallback model group found for /,
    /\. Received Model Group=/,
    /\smodel=\S+\. context_window_fallbacks=/,
    /\. (?:Handle with `|Passed model=|Received API Key|Call `\/v1\/models`)/,
  ].map(({ source }) => source).join("|"),
);

/**
 * What endpoints quote of a key: its ends, or a digest. Each begins where a word
 * begins: a long word would else be tried from each of its characters on.
 */
const KEY_PARTS = [
  /\bsk-[\w.*-]*[\w*]/g,
  /(?<![\w-])[\w-]+\*{3,}[\w-]*/g,
  /\b[0-9a-f]{64}\b/g,
];

/** Characters of the shortest key; the `none` of a local model is no secret. */
const SHORTEST_KEY = 6;

/**
 * Reads the reason out of an endpoint's message: without what a proxy wraps it
 * in, without keys, in one line.
 *
 * What is secret is taken out of the whole message, so that no cut leaves half
 * of it; then the message is cut, and what it says is looked for.
 */
export function readReason(message: string, apiKey: string): Reason {
  const read = cutText(redactSecrets(withoutKey(message, apiKey)), MAX_READ);
  const inner = read.replace(EXCEPTIONS, "");
  const passedOn = inner !== read && BEHIND.test(inner);
  const [reason = ""] = (passedOn ? inner.replace(BEHIND, "") : inner)
    .replace(ENTRY_POINT, "").split(ADDITIONS, 1);
  const text = messageOfBody(reason);
  const title = pageTitle(text);
  return {
    text: shortened(withoutKeys(title ?? text, apiKey)),
    passedOn,
    page: title !== undefined,
  };
}

/** The message of a body, where a proxy quotes a whole body. */
function messageOfBody(text: string): string {
  try {
    return String(JSON.parse(text).error?.message ?? text);
  } catch {
    return text;
  }
}

/** The title of an HTML page; `undefined` for any other text. */
function pageTitle(text: string): string | undefined {
  if (!/^\s*<(?:!doctype|html)\b/i.test(text)) return undefined;
  const [, title = ""] = /<title[^<>]*>([^<]*)/i.exec(text) ?? [];
  return title.trim() === "" ? "an HTML page" : `an HTML page, "${title}"`;
}

function withoutKey(text: string, apiKey: string): string {
  return apiKey.length < SHORTEST_KEY ? text : text.replaceAll(apiKey, "[key]");
}

/** Replaces the key, and what may be a part of one, by `[key]`. */
function withoutKeys(text: string, apiKey: string): string {
  return KEY_PARTS.reduce(
    (left, part) => left.replaceAll(part, "[key]"),
    withoutKey(text, apiKey),
  );
}

function shortened(text: string): string {
  const line = text.replaceAll(/ ssl:<[^<>]*>/g, "").replaceAll(/\s+/g, " ")
    .trim().replace(/(?<!\.)\.+$/, "").toWellFormed();
  return line.length <= MAX_LENGTH ? line : `${cutText(line, MAX_LENGTH)}…`;
}
