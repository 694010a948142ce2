import { withoutKeys } from "./_without_keys.ts";

/** Why an endpoint refused, in a line. */
export interface Reason {
  /** The line; empty where nothing was said. */
  readonly text: string;
  /** Whether a proxy only passes on what the model behind it said. */
  readonly passedOn: boolean;
  /** Whether it is a page for a browser. */
  readonly page: boolean;
}

/** Characters that a person reads before the way out. */
const MAX_LENGTH = 300;

/** The classes of a proxy's own exceptions, in the order of their wrapping. */
const EXCEPTIONS = /^(?:[\w ]+: )?litellm\.\w+: (?:(?:litellm\.)?\w+Error: )*/;

/** The exception that a proxy makes of what the model behind it said. */
const BEHIND = /^\w+(?:Exception|Error)(?: \w+Error)? - /;

/** The entry point that refused, which the caller chose. */
const ENTRY_POINT = /^[\w/]+: (?=Invalid model name)/;

/** What comes after the reason: settings, tries, advice for somebody else. */
const AFTERTHOUGHT = new RegExp(
  [
    /No fallback model group found for /,
    /\. Received Model Group=/,
    /\smodel=\S+\. context_window_fallbacks=/,
    /\. (?:Handle with `|Passed model=|Received API Key|Call `\/v1\/models`)/,
  ].map(({ source }) => source).join("|"),
);

/**
 * Reads the reason out of what an endpoint says: without what a proxy wraps it
 * in, without keys, in one line.
 */
export function readReason(said: string, apiKey: string): Reason {
  const own = said.replace(EXCEPTIONS, "");
  const passedOn = own !== said && BEHIND.test(own);
  const text = cause(
    (passedOn ? own.replace(BEHIND, "") : own)
      .replace(ENTRY_POINT, "").split(AFTERTHOUGHT, 1)[0]!,
  );
  const title = pageTitle(text);
  return {
    text: shortened(withoutKeys(title ?? text, apiKey)),
    passedOn,
    page: title !== undefined,
  };
}

/** What a body says that a proxy quotes whole. */
function cause(text: string): string {
  try {
    return String(JSON.parse(text).error?.message ?? text);
  } catch {
    return text;
  }
}

/** What a browser would show of a page, in short. */
function pageTitle(text: string): string | undefined {
  if (!/^\s*<(?:!doctype|html)\b/i.test(text)) return undefined;
  const [, title = ""] = /<title[^>]*>([^<]*)/i.exec(text) ?? [];
  return title.trim() === "" ? "an HTML page" : `an HTML page, "${title}"`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/ ssl:<[^>]*>/g, "").replaceAll(/\s+/g, " ")
    .trim().replace(/\.+$/, "");
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}…`;
}
