/** What is written for it, by path. */
export function pictureFiles(): Readonly<Record<string, string>> {
  return {};
}
