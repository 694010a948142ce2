/** The longest name that every vendor accepts. */
const MAX_LENGTH = 64;

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
  return tools.map(({ server, name }) => {
    const own = cleanName(name);
    const shared = (owners.get(own)?.length ?? 0) > 1;
    const wanted = shared ? cleanName(`${server}__${name}`) : own;
    const shown = freeName(wanted, (candidate) =>
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

/** The name that is wanted, cut, or with the first number that makes it free. */
export function freeName(
  wanted: string,
  isTaken: (name: string) => boolean,
): string {
  for (let number = 1;; number++) {
    const suffix = number === 1 ? "" : `_${number}`;
    const name = wanted.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!isTaken(name)) return name;
  }
}
