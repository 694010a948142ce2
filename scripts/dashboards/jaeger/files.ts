/** What is written for it, by path. */
export function jaegerFiles(): Readonly<Record<string, string>> {
  return {};
}
