/** What is used of a package, and the versions that have it. */
export interface NeededExports {
  readonly names: readonly string[];
  readonly versions: string;
}

/**
 * Checks that a package has what a runner uses of it.
 *
 * @param name The package's name.
 * @param found What was loaded of it.
 * @param needed What is used of it.
 * @throws {TypeError} If it is of a version that lacks something.
 */
export function checkPackage(
  name: string,
  found: Readonly<Record<string, unknown>>,
  { names, versions }: NeededExports,
): void {
  const missing = names.filter((needed) => found[needed] === undefined);
  if (missing.length === 0) return;
  throw new TypeError(
    `Cannot use this version of ${name}: it has no ${
      missing.join(" and no ")
    }. Put ${name} ${versions} into import_map.json, and run deno task locks`,
  );
}
