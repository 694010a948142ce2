import * as newestDeep from "deepagents";
import * as oldestDeep from "deepagents-oldest";
import * as newest from "langchain";
import * as oldest from "langchain-oldest";

/** The frameworks, as their newest versions type them. */
export interface Frameworks {
  readonly langchain: typeof newest;
  readonly deepagents: typeof newestDeep;
}

/** The oldest versions that are supported, and the newest. */
export const VERSIONS: Readonly<Record<string, Frameworks>> = {
  oldest: {
    langchain: oldest as unknown as typeof newest,
    deepagents: oldestDeep as unknown as typeof newestDeep,
  },
  newest: { langchain: newest, deepagents: newestDeep },
};

/** Makes one test for each version. */
export function testEachVersion(
  what: string,
  fn: (frameworks: Frameworks) => void | Promise<void>,
): void {
  for (const [version, frameworks] of Object.entries(VERSIONS)) {
    Deno.test(`${what}, with the ${version} versions`, () => fn(frameworks));
  }
}
