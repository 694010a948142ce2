import { fieldsOf, textOf } from "../shared/fields.ts";
import { environment } from "./_environment.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where the CLI's API is when nothing says otherwise. */
const VENDOR_URL = "https://api.anthropic.com";

/** Where a query's requests would go. */
export interface Upstream {
  readonly url: string;
  /** What goes around a proxy, by the variables that say so. */
  readonly noProxy: Readonly<Record<string, string>>;
  /**
   * The content of the option `settings`, where a settings file or that option
   * says any of this: these come before the environment.
   */
  readonly settings: Json | undefined;
}

/**
 * Finds out where a query's requests would go: the option `settings` comes
 * before the files of the option `settingSources`, and these before the
 * environment.
 *
 * @param options The query's options.
 * @returns The address. An administrator's settings are not looked at.
 * @see {@link https://code.claude.com/docs/en/settings#settings-precedence}
 */
export function upstream(options: Json): Upstream {
  const env = environment(options);
  const cwd = textOf(options.cwd) ?? ".";
  const given = typeof options.settings === "string"
    ? settingsFile(absolute(cwd, options.settings))
    : fieldsOf(options.settings);
  const files = [given, ...sources(options, env, cwd).map(settingsFile)];
  const said = (name: string): string | undefined =>
    files.map(({ env }) => textOf(fieldsOf(env)[name])).find(Boolean);
  const effective = (name: string) => said(name) ?? textOf(env[name]);
  const noProxy = NO_PROXY.flatMap((name) => {
    const value = effective(name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    url: effective(BASE_URL) ?? VENDOR_URL,
    noProxy: Object.fromEntries(noProxy),
    settings: [BASE_URL, ...NO_PROXY].some(said) ? given : undefined,
  };
}

const BASE_URL = "ANTHROPIC_BASE_URL";

/** Both are read by some. */
const NO_PROXY = ["NO_PROXY", "no_proxy"];

/** The settings files that the CLI reads, the one that counts most first. */
function sources(
  { settingSources }: Json,
  { CLAUDE_CONFIG_DIR, HOME }: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string[] {
  const files = [
    ["local", `${cwd}/.claude/settings.local.json`],
    ["project", `${cwd}/.claude/settings.json`],
    ["user", `${CLAUDE_CONFIG_DIR ?? `${HOME}/.claude`}/settings.json`],
  ] as const;
  return files.filter(([source]) =>
    !Array.isArray(settingSources) || settingSources.includes(source)
  ).map(([, file]) => file);
}

/** A file's settings; none, where it cannot be read: that is for the CLI to say. */
function settingsFile(path: string): Json {
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (state !== "granted") return {};
  try {
    return fieldsOf(JSON.parse(Deno.readTextFileSync(path)));
  } catch {
    return {};
  }
}

function absolute(cwd: string, path: string): string {
  return path.startsWith("/") ? path : `${cwd}/${path}`;
}
