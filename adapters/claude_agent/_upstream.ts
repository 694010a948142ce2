import { fieldsOf, textOf } from "../shared/fields.ts";
import { environment } from "./_traced_options.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where the CLI's API is when nothing says otherwise. */
const VENDOR_URL = "https://api.anthropic.com";

/** Where a query's requests would go. */
export interface Upstream {
  readonly url: string;
  /**
   * The content of the option `settings`, where the address is said in a
   * settings file or in that option: these come before the environment.
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
  const cwd = textOf(options.cwd) ?? Deno.cwd();
  const given = typeof options.settings === "string"
    ? settingsFile(absolute(cwd, options.settings))
    : fieldsOf(options.settings);
  const files = [given, ...sources(options, env, cwd).map(settingsFile)];
  const url = files.map(addressIn).find((found) => found !== undefined);
  return {
    url: url ?? textOf(env.ANTHROPIC_BASE_URL) ?? VENDOR_URL,
    settings: url === undefined ? undefined : given,
  };
}

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

function addressIn(settings: Json): string | undefined {
  return textOf(fieldsOf(settings.env).ANTHROPIC_BASE_URL);
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
