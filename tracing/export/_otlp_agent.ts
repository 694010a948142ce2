import type { Agent, AgentOptions } from "node:http";
import { env } from "../base/env.ts";
import type { TlsSettings } from "../settings/tls.ts";

/** What Deno's `fetch` looks at, and `node:http` only where it is told. */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap(
  (name) => [name, name.toLowerCase()],
);

/**
 * Makes the agent that the SDK's exporter sends its requests with.
 *
 * @param protocol `http:` or `https:`.
 * @param tls Certificates.
 * @returns The agent. It keeps no connection, so there is nothing to close.
 */
export async function openAgent(
  protocol: string,
  { extraCa, ...tls }: TlsSettings,
): Promise<Agent> {
  const options: AgentOptions & { proxyEnv: Record<string, string> } = {
    // Deno 2.9 sends a request that is destroyed on a connection which was used
    // before once more, on a new one: nothing could end it.
    keepAlive: false,
    proxyEnv: proxies(),
  };
  if (protocol !== "https:") {
    const { Agent } = await import("node:http");
    return new Agent(options);
  }
  const { Agent } = await import("node:https");
  if (extraCa === undefined) return new Agent({ ...options, ...tls });
  const { rootCertificates } = await import("node:tls");
  return new Agent({ ...options, ...tls, ca: [...rootCertificates, extraCa] });
}

function proxies(): Record<string, string> {
  return Object.fromEntries(
    PROXY_VARIABLES.map((name) => [name, env(name) ?? ""])
      .filter(([, value]) => value !== ""),
  );
}
