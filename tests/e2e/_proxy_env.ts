import type { SpanSet } from "./_environment.ts";

/**
 * What a proxy is told of its spans.
 *
 * @param set Which of its span sets it sends.
 * @param endpoint Where to.
 * @returns The variables.
 */
export function proxyEnv(
  set: SpanSet,
  endpoint: string,
): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    LITELLM_OTEL_V2: `${set === "v2"}`,
    // The newer set has a session only where it is told to.
    LITELLM_OTEL_BAGGAGE_METADATA_KEYS: "requester_metadata.session_id",
    // Milliseconds; the default of five seconds is what a test would wait.
    OTEL_BSP_SCHEDULE_DELAY: "200",
  };
}
