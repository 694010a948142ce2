import { levenshteinDistance } from "@std/text";

/**
 * Names the flags that may have been meant.
 *
 * @param word The flag as it was typed.
 * @param names The names of those that there are.
 * @returns The end of the error; empty where no flag is similar.
 */
export function suggestion(word: string, names: readonly string[]): string {
  const typed = word.replaceAll(/^-+|=.*/gs, "").toLowerCase();
  const near = names.map((name) => ({ name, edits: edits(typed, name) }))
    .filter(({ name, edits }) =>
      edits <= 3 && edits < 0.6 * Math.max(typed.length, name.length)
    );
  const least = Math.min(...near.map(({ edits }) => edits));
  const meant = near.filter(({ edits }) => edits === least)
    .map(({ name }) => `--${name}`);
  return meant.length === 0 ? "" : ` (Did you mean ${meant.join(" or ")}?)`;
}

/** How many typing errors separate the two; swapped letters are one. */
function edits(typed: string, name: string): number {
  const sorted = (word: string) => [...word].sort().join();
  if (typed !== name && sorted(typed) === sorted(name)) return 1;
  return levenshteinDistance(typed, name);
}
