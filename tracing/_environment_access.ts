import type { ExportersWanted } from "./_environment.ts";
import { mayRead } from "./_env.ts";
import { warn } from "./warn.ts";

/** What the SDK's provider reads by itself. */
const PROVIDER = [
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "OTEL_ATTRIBUTE_COUNT_LIMIT",
  "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
  ...[
    "ATTRIBUTE_COUNT",
    "ATTRIBUTE_VALUE_LENGTH",
    "EVENT_COUNT",
    "LINK_COUNT",
    "ATTRIBUTE_PER_EVENT_COUNT",
    "ATTRIBUTE_PER_LINK_COUNT",
  ].map((limit) => `OTEL_SPAN_${limit}_LIMIT`),
];

/** What the SDK's exporter reads by itself. */
const EXPORTER = [
  "ENDPOINT",
  "HEADERS",
  "TIMEOUT",
  "COMPRESSION",
  "CERTIFICATE",
  "CLIENT_CERTIFICATE",
  "CLIENT_KEY",
].flatMap((setting) => [
  `OTEL_EXPORTER_OTLP_TRACES_${setting}`,
  `OTEL_EXPORTER_OTLP_${setting}`,
]);

/**
 * Tells whether every variable may be read that the SDK looks at, which throws,
 * or asks the person, where one may not; and says so.
 *
 * @param wanted The exporters.
 * @returns Whether they may.
 */
export function mayReadSettings({ otlp }: ExportersWanted): boolean {
  const looked = otlp === undefined ? PROVIDER : [...PROVIDER, ...EXPORTER];
  const forbidden = looked.find((name) => !mayRead(name));
  if (forbidden === undefined) return true;
  warn(
    `Cannot turn tracing on: ${forbidden} may not be read; it needs ` +
      "--allow-env=OTEL_*",
  );
  return false;
}
