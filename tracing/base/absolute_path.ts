/**
 * Makes a path that a person typed absolute.
 *
 * @param path The path.
 * @param folder The folder that it is relative to, if it is.
 * @returns The path as it is, or the path in the folder.
 */
export function absolutePath(path: string, folder: string): string {
  return /^([/\\]|[A-Za-z]:[/\\])/.test(path)
    ? path
    : `${folder.replace(/\/$/, "")}/${path.replace(/^\.\//, "")}`;
}
