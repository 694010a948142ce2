/**
 * Finds the pages of a built site, so that a new page is tested by itself.
 *
 * @param folder The folder of the built files.
 * @returns Their paths as a reader has them, in order: `/`, `/404`, `/install`.
 */
export async function pagePaths(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const file of htmlFiles(folder, "")) {
    paths.push(file.replace(/(?:(?<=\/)index)?\.html$/, ""));
  }
  return paths.sort();
}

async function* htmlFiles(
  folder: string,
  below: string,
): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder + below)) {
    if (isDirectory) yield* htmlFiles(folder, `${below}/${name}`);
    else if (name.endsWith(".html")) yield `${below}/${name}`;
  }
}
