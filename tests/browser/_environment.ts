/** What the tests of the site find, started by `deno task site`. */
export interface SiteEnvironment {
  /** The browser's program. */
  readonly chromium: string;
  /** The folder of the pictures of the pages. */
  readonly screenshots: string;
}

/** The variable that says it, as JSON. */
export const SITE_VARIABLE = "TURNSPAN_SITE";

/**
 * Gets what `deno task site` has found.
 *
 * @returns It.
 * @throws {Error} If the tests were started in another way.
 */
export function siteEnvironment(): SiteEnvironment {
  const json = Deno.env.get(SITE_VARIABLE);
  if (json === undefined) {
    throw new Error("Cannot test the site: start it with `deno task site`");
  }
  return JSON.parse(json) as SiteEnvironment;
}
