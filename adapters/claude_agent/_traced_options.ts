import { fieldsOf, listOf } from "../shared/fields.ts";
import { isBridge } from "./_bridges.ts";
import { type Hooks, tracingHooks } from "./_hooks.ts";
import { tracedServer } from "./_in_process_server.ts";
import type { QueryRun } from "./_query_run.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a query's options are changed by. */
export interface Tracing {
  /** Where they would go. */
  readonly upstream: string;
  /** Where the CLI is to send its requests. */
  readonly url: string;
  /** The option `settings` with what else is to be said in it, if it has to be. */
  readonly settings: Json | undefined;
  readonly run: QueryRun;
}

/**
 * Makes the options of a query that is traced: the same, but for where requests
 * go to, and for hooks behind those that a program has.
 */
export function tracedOptions(
  options: Json,
  { upstream, url, settings, run }: Tracing,
): Json {
  const env = environment(options);
  const address = {
    ANTHROPIC_BASE_URL: url,
    // Or what is meant for loopback would go through the proxy.
    NO_PROXY: [env.NO_PROXY, "127.0.0.1"].filter(Boolean).join(","),
    ...(isVendors(upstream) ? { [FIRST_PARTY]: "1" } : {}),
  };
  const servers = Object.entries(fieldsOf(options.mcpServers));
  const bridged = servers.filter(([, server]) => isBridge(server));
  return {
    ...options,
    env: { ...env, ...address },
    ...(settings === undefined ? {} : {
      settings: {
        ...settings,
        env: { ...fieldsOf(settings.env), ...address },
      },
    }),
    ...(servers.length === 0 ? {} : {
      mcpServers: Object.fromEntries(
        servers.map(([name, server]) => [name, tracedServer(server, run)]),
      ),
    }),
    hooks: merged(
      options.hooks,
      tracingHooks(run, new Set(bridged.map(([name]) => name))),
    ),
  };
}

/** Or the CLI takes the relay for a gateway of somebody else's, and asks less. */
const FIRST_PARTY = "_CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL";

function isVendors(upstream: string): boolean {
  return URL.parse(upstream)?.host === "api.anthropic.com";
}

/**
 * What the CLI would be started with: where the option `env` is given, that is
 * all of it.
 */
export function environment(
  { env }: Json,
): Readonly<Record<string, string | undefined>> {
  return env === undefined
    ? Deno.env.toObject()
    : fieldsOf(env) as Record<string, string | undefined>;
}

function merged(own: unknown, ours: Hooks): Json {
  const all: Record<string, unknown> = { ...fieldsOf(own) };
  for (const [moment, hooks] of Object.entries(ours)) {
    all[moment] = [...listOf(all[moment]), ...hooks];
  }
  return all;
}
