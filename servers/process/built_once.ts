/** Something that is built once and used from then on. */
export interface Build {
  /** The folder that it is built in: an empty one when `build` runs. */
  readonly folder: string;
  /** What it depends on: it is built anew where this has changed. */
  readonly key: string;
  /** Builds it, in the folder. */
  build(): Promise<void>;
}

/**
 * Builds something, unless that has been done. While another process builds it,
 * this one waits; what was left half built is built anew.
 *
 * @param build What to build.
 * @throws Whatever `build()` throws.
 */
export async function builtOnce(
  { folder, key, build }: Build,
): Promise<void> {
  using lock = await Deno.open(`${folder}.lock`, { write: true, create: true });
  // Held until the file is closed, also where the process dies.
  await lock.lock(true);
  const mark = `${folder}/built`;
  if (await Deno.readTextFile(mark).catch(() => "") === key) return;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await build();
  await Deno.writeTextFile(mark, key);
}
