/** How many tokens of a prompt, or of a run's input, are of one source. */
export interface SourceTokens {
  /** `<server>/<tool>`, `tools:<server>`, `user`, `assistant` and so on. */
  readonly source: string;
  /** Tokens. */
  readonly tokens: number;
}
