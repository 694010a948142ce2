/** The Claude Agent SDK. */
export type Framework = typeof import("@anthropic-ai/claude-agent-sdk");

/** The versions that have what the runner uses. */
const VERSIONS = ">=0.3.142 <0.4";

/**
 * Checks that the framework has what the runner uses of it.
 *
 * @throws {TypeError} If it is of a version that lacks it.
 */
export function checkFramework({ query }: Partial<Framework>): void {
  if (typeof query === "function") return;
  throw new TypeError(
    `Cannot use this version of @anthropic-ai/claude-agent-sdk: it has no query. Put @anthropic-ai/claude-agent-sdk ${VERSIONS} into import_map.json, and run deno task locks`,
  );
}
