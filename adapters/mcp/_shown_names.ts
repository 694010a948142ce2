/** The longest name that every vendor accepts. */
const MAX_LENGTH = 64;

/** The longest number with its `_`: names that differ only below it share one. */
const MAX_SUFFIX = 8;

/** A tool, by server and name. */
interface NamedTool {
  readonly server: string;
  readonly name: string;
}

/**
 * Gives each tool the name that a model is shown: its own, or
 * `<server>__<tool>` where two servers have one of that name. What a vendor
 * would refuse becomes `_`, and a name that is then taken, or too long, gets a
 * number. The same tools in the same order get the same names.
 */
export function shownNames(tools: readonly NamedTool[]): string[] {
  const owners = Map.groupBy(tools, ({ name }) => cleanName(name));
  const taken = new Set<string>();
  /** The last number for each beginning of a name: a server may list one often. */
  const numbers = new Map<string, number>();
  return tools.map(({ server, name }) => {
    const own = cleanName(name);
    const shared = (owners.get(own)?.length ?? 0) > 1;
    const wanted = shared ? cleanName(`${server}__${name}`) : own;
    const shown = freeName(wanted, numbers, (candidate) =>
      // The plain name of another tool is that tool's.
      taken.has(candidate) ||
      (candidate !== own && owners.get(candidate)?.length === 1));
    taken.add(shown);
    return shown;
  });
}

/** A name made of what every vendor accepts, of any length. */
export function cleanName(name: string): string {
  const valid = name.replace(/[^A-Za-z0-9_-]/g, "_");
  return valid === "" ? "_" : valid;
}

/**
 * The name that is wanted, cut, or with the first number that makes it free.
 *
 * @param numbers The last number that each beginning of a name has got.
 */
export function freeName(
  wanted: string,
  numbers: Map<string, number>,
  isTaken: (name: string) => boolean,
): string {
  const plain = wanted.slice(0, MAX_LENGTH);
  if (!isTaken(plain)) return plain;
  const stem = wanted.slice(0, MAX_LENGTH - MAX_SUFFIX);
  for (let number = (numbers.get(stem) ?? 1) + 1;; number++) {
    numbers.set(stem, number);
    const suffix = `_${number}`;
    const name = wanted.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!isTaken(name)) return name;
  }
}
