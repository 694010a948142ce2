/** How this program is typed. */
export interface TypedAs {
  /** What is typed before its flags. */
  readonly turns: string;
  /** What is typed to write a trace to look at; absent outside of a clone. */
  readonly demo?: string;
  /** How else it is typed, as a sentence with no period at its end. */
  readonly elsewhere: string;
}

const PUBLISHED =
  "deno run --allow-read --allow-env jsr:@turnspan/turnspan/turns";

/**
 * Tells how the program is typed where it was started: a clone has tasks, and
 * whoever has the package alone has none.
 *
 * @param module The address that the program was loaded from.
 * @returns The words to type.
 */
export function typedAs(module: string = import.meta.url): TypedAs {
  if (!module.startsWith("file:")) {
    return {
      turns: PUBLISHED,
      elsewhere: "In a clone of the repository it is shorter: deno task turns",
    };
  }
  return {
    turns: "deno task turns",
    demo: "deno task demo",
    elsewhere:
      `From another folder: deno task --cwd <clone> turns; with no clone at all:\n  ${PUBLISHED}`,
  };
}
