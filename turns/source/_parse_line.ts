/** What a line holds, or why it is no JSON. */
export interface Parsed {
  /** Its value. */
  readonly value?: unknown;
  /** Why it has none. */
  readonly error?: string;
}

/** Parses a line, which may be no JSON. */
export function parseLine(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
