/** What is written for it, by path. */
export function honeycombFiles(): Readonly<Record<string, string>> {
  return {};
}
