import type { Json } from "../../tracing/base/json.ts";
import { rememberCliServer } from "../../tracing/base/tool_servers.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import { type Hooks, tracingHooks } from "./_hooks.ts";
import { isBridge, tracedServer } from "./_in_process_server.ts";
import type { QueryRun } from "./_query_run.ts";
import { environment, type Upstream } from "./_upstream.ts";

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
  { upstream, url, run }: Tracing,
): Json {
  const address = relayAddress(upstream, url);
  const { settings } = upstream;
  const servers = Object.entries(fieldsOf(options.mcpServers));
  const bridged = servers.filter(([, server]) => isBridge(server));
  for (const [name, server] of servers) {
    // A program may call a server of a pool by another name.
    const own = isBridge(server) ? textOf(fieldsOf(server).name) : undefined;
    rememberCliServer(name, own ?? name);
  }
  const ours = tracingHooks(run, new Set(bridged.map(([name]) => name)));
  const traced: Record<string, unknown> = {
    ...options,
    env: { ...environment(options), ...address },
    hooks: mergedHooks(options.hooks, ours),
  };
  if (settings !== undefined) {
    const env = { ...fieldsOf(settings.env), ...address };
    traced.settings = { ...settings, env };
  }
  if (servers.length > 0) {
    traced.mcpServers = Object.fromEntries(
      servers.map(([name, server]) => [name, tracedServer(server, run)]),
    );
  }
  return traced;
}

const LOOPBACK = "127.0.0.1";

/** Without it the CLI asks for less: it takes the relay for a foreign gateway. */
const FIRST_PARTY = "_CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL";

/** The variables that send the CLI's requests to the relay. */
function relayAddress(
  { url: upstreamUrl, noProxy }: Upstream,
  url: string,
): Record<string, string> {
  const address: Record<string, string> = { ANTHROPIC_BASE_URL: url };
  // Requests to loopback would go through the proxy otherwise.
  const variables = { NO_PROXY: noProxy.no_proxy, ...noProxy };
  for (const [name, hosts] of Object.entries(variables)) {
    address[name] = hosts ? `${hosts},${LOOPBACK}` : LOOPBACK;
  }
  const isVendors = URL.parse(upstreamUrl)?.host === "api.anthropic.com";
  if (isVendors) address[FIRST_PARTY] = "1";
  return address;
}

function mergedHooks(own: unknown, ours: Hooks): Json {
  const all: Record<string, unknown> = { ...fieldsOf(own) };
  for (const [event, hooks] of Object.entries(ours)) {
    all[event] = [...listOf(all[event]), ...hooks];
  }
  return all;
}
