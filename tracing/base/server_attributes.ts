import type { Attributes } from "./otel.ts";

/**
 * Where a URL points, as attributes of the OpenTelemetry conventions: the port
 * also where it is the protocol's own, and an IPv6 address without brackets.
 */
export function serverAttributes(url: URL): Attributes {
  const ownPort = url.protocol === "https:" ? 443 : 80;
  return {
    "server.address": url.hostname.replace(/^\[|\]$/g, ""),
    "server.port": url.port === "" ? ownPort : Number(url.port),
  };
}
