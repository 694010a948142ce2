import { isAbsolute } from "node:path";
import type { Json } from "../../tracing/base/json.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the CLI's API is when nothing says otherwise. */
const VENDOR_URL = "https://api.anthropic.com";

/** Where a query's requests would go. */
export interface Upstream {
  readonly url: string;
  /** The hosts that bypass a proxy, by the variables that name them. */
  readonly noProxy: Readonly<Record<string, string>>;
  /**
   * The content of the option `settings`, where that option or a settings file
   * has any of these variables: both come before the environment.
   */
  readonly settings: Json | undefined;
}

/**
 * Finds out where a query's requests would go: the option `settings` comes
 * before the files of the option `settingSources`, and these before the
 * environment. An administrator's settings are not read.
 *
 * @see {@link https://code.claude.com/docs/en/settings#settings-precedence}
 */
export function upstream(options: Json): Upstream {
  const env = environment(options);
  const cwd = textOf(options.cwd) ?? ".";
  const given = typeof options.settings === "string"
    ? settingsFile(
      isAbsolute(options.settings)
        ? options.settings
        : `${cwd}/${options.settings}`,
    )
    : fieldsOf(options.settings);
  const files = [given, ...settingsFiles(options, env, cwd).map(settingsFile)];
  const inSettings = (name: string): string | undefined =>
    files.map(({ env }) => textOf(fieldsOf(env)[name])).find(Boolean);
  const effective = (name: string) => inSettings(name) ?? textOf(env[name]);
  const noProxy = NO_PROXY.flatMap((name) => {
    const value = effective(name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    url: effective(BASE_URL) ?? VENDOR_URL,
    noProxy: Object.fromEntries(noProxy),
    settings: [BASE_URL, ...NO_PROXY].some(inSettings) ? given : undefined,
  };
}

/**
 * The environment that the CLI would be started with: where the option `env` is
 * given, that is all of it.
 */
export function environment({ env }: Json): Environment {
  return env === undefined ? Deno.env.toObject() : fieldsOf(env) as Environment;
}

const BASE_URL = "ANTHROPIC_BASE_URL";

/** Some programs read the one, some the other. */
const NO_PROXY = ["NO_PROXY", "no_proxy"];

/** The settings files that the CLI reads, the one that comes first in front. */
function settingsFiles(
  { settingSources }: Json,
  { CLAUDE_CONFIG_DIR, HOME }: Environment,
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

/** A file's settings; none where it cannot be read, which the CLI reports. */
function settingsFile(path: string): Json {
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (state !== "granted") return {};
  try {
    return fieldsOf(JSON.parse(Deno.readTextFileSync(path)));
  } catch {
    return {};
  }
}
