import * as newest from "@openai/agents";
import * as oldest from "@openai/agents-oldest";
import { traceRunner } from "@turnspan/turnspan/openai-agents";

/** The SDK, as its newest version types it. */
export type Sdk = typeof newest;

/** The oldest version that is supported, and the newest. */
export const VERSIONS: Readonly<Record<string, Sdk>> = {
  oldest: oldest as unknown as Sdk,
  newest,
};

/** Each version's own `run`, from before the line. */
export const untraced: ReadonlyMap<Sdk, Sdk["Runner"]["prototype"]["run"]> =
  new Map(
    Object.values(VERSIONS).map((sdk) => [sdk, sdk.Runner.prototype.run]),
  );

for (const sdk of Object.values(VERSIONS)) {
  // The line that a user adds.
  traceRunner(sdk.Runner);
  // What the SDK exports to its vendor wakes up every five seconds.
  sdk.setTraceProcessors([]);
}

/** Makes one test for each version. */
export function testEachVersion(
  what: string,
  fn: (sdk: Sdk) => Promise<void>,
): void {
  for (const [version, sdk] of Object.entries(VERSIONS)) {
    Deno.test(`${what}, with the ${version} SDK`, () => fn(sdk));
  }
}
