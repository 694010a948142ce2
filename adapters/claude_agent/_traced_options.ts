import { fieldsOf, listOf } from "../shared/fields.ts";
import { isBridge } from "./_bridges.ts";
import { environment } from "./_environment.ts";
import { type Hooks, tracingHooks } from "./_hooks.ts";
import type { Upstream } from "./_upstream.ts";
import { tracedServer } from "./_in_process_server.ts";
import type { QueryRun } from "./_query_run.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a query's options are changed by. */
export interface Tracing {
  /** Where requests would go. */
  readonly upstream: Upstream;
  /** Where the CLI is to send them. */
  readonly url: string;
  readonly run: QueryRun;
}

/**
 * Makes the options of a query that is traced: the same, but for where requests
 * go to, and for hooks behind those that a program has.
 */
export function tracedOptions(
  options: Json,
  { upstream: { settings, noProxy, ...upstream }, url, run }: Tracing,
): Json {
  const env = environment(options);
  const address = {
    ANTHROPIC_BASE_URL: url,
    // Or what is meant for loopback would go through the proxy.
    ...Object.fromEntries(
      Object.entries({ NO_PROXY: noProxy.no_proxy, ...noProxy }).map((
        [name, value],
      ) => [name, [value, LOOPBACK].filter(Boolean).join(",")]),
    ),
    ...(isVendors(upstream.url) ? { [FIRST_PARTY]: "1" } : {}),
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

const LOOPBACK = "127.0.0.1";

/** Or the CLI takes the relay for a gateway of somebody else's, and asks less. */
const FIRST_PARTY = "_CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL";

function isVendors(upstream: string): boolean {
  return URL.parse(upstream)?.host === "api.anthropic.com";
}

function merged(own: unknown, ours: Hooks): Json {
  const all: Record<string, unknown> = { ...fieldsOf(own) };
  for (const [moment, hooks] of Object.entries(ours)) {
    all[moment] = [...listOf(all[moment]), ...hooks];
  }
  return all;
}
