import "./_keep.ts";
/** What is written for it, by path. */
export function grafanaFiles(): Readonly<Record<string, string>> {
  return {};
}
