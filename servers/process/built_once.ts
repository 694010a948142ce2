import { setTimeout as passed } from "node:timers/promises";

/** Something that is built once and used from then on. */
export interface Build {
  /** The folder that it is built in: an empty one when `build` runs. */
  readonly folder: string;
  /** What it depends on: it is built anew where this has changed. */
  readonly key: string;
  /** Gives up on waiting for another process that builds it. */
  readonly signal?: AbortSignal;
  /** Builds it, in the folder. */
  build(): Promise<void>;
}

/** Milliseconds between two looks at whether another process has built it. */
const INTERVAL_MS = 100;

/**
 * Builds something, unless that has been done. While another process builds it,
 * this one waits; what was left half built is built anew.
 *
 * @param build What to build.
 * @throws Whatever `build()` throws.
 * @throws The signal's reason, if that aborts.
 */
export async function builtOnce(
  { folder, key, signal, build }: Build,
): Promise<void> {
  using lock = await Deno.open(`${folder}.lock`, { write: true, create: true });
  // Held until the file is closed, also where the process dies. It is tried
  // again and again: what waits for a lock cannot be interrupted.
  while (!await lock.tryLock(true)) {
    await passed(INTERVAL_MS, undefined, { signal }).catch(() => {});
    signal?.throwIfAborted();
  }
  const mark = `${folder}/built`;
  if (await Deno.readTextFile(mark).catch(() => "") === key) return;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await build();
  await Deno.writeTextFile(mark, key);
}
