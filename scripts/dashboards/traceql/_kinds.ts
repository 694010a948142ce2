/** The kinds of span, as OTLP numbers them. */
export const KINDS: readonly string[] = [
  "unspecified",
  "internal",
  "server",
  "client",
  "producer",
  "consumer",
];
