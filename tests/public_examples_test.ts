import { assertEquals } from "@std/assert";
import metadata from "../deno.json" with { type: "json" };
import { withoutExample } from "./_public_examples.ts";

for (const [name, path] of Object.entries(metadata.exports)) {
  Deno.test(`export "${name}" and all that is in it have examples that run`, async () => {
    assertEquals(await withoutExample(path), []);
  });
}

Deno.test("withoutExample() names what has none, and what only seems to", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, MADE_UP);
    assertEquals(await withoutExample(path), [
      "the module has no example",
      "skipped has an example that is not run",
      "bare has no example",
      "LIMIT has no example",
      "Alone has no example",
      "OfBare has no example",
    ]);
  } finally {
    await Deno.remove(path);
  }
});

const MADE_UP = `
/** Runs; see {@linkcode Linked}.
 * @example Usage
 * \`\`\`ts
 * runs();
 * \`\`\`
 */
export function runs(options: Options): void {}

/** Says why not.
 * @example Usage
 * \`\`\`ts ignore
 * // Not run: needs a key of a vendor's.
 * excused();
 * \`\`\`
 */
export function excused(): void {}

/** Does not say why not.
 * @example Usage
 * \`\`\`ts ignore
 * skipped();
 * \`\`\`
 */
export function skipped(): void {}

/** Has none. */
export function bare(of: OfBare): void {}

/** Has none. */
export const LIMIT = 1;

/** Is a parameter. */
export interface Options {
  inner: Inner[];
}

/** Is in a parameter. */
export type Inner = string;

/** Is spoken of. */
export type Linked = string;

/** Names itself. */
export interface Alone {
  readonly next?: Alone;
}

/** Is a parameter of what has none. */
export type OfBare = string;
`;
