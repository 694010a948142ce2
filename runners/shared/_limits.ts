/** The reasons of replies that reached their limit. */
export const LIMITS: readonly string[] = [
  "length",
  "max_tokens",
  "max_output_tokens",
  "model_context_window_exceeded",
];
