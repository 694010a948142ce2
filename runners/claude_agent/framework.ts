import { checkPackage } from "../shared/check_package.ts";

/** The Claude Agent SDK. */
export type Framework = typeof import("@anthropic-ai/claude-agent-sdk");

/** What the runner uses of it, and the versions that have that. */
const NEEDED = { names: ["query"], versions: ">=0.3.142 <0.4" };

/**
 * Checks that the framework has what the runner uses of it.
 *
 * @throws {TypeError} If it is of a version that lacks it.
 */
export function checkFramework(sdk: Partial<Framework>): void {
  checkPackage("@anthropic-ai/claude-agent-sdk", { ...sdk }, NEEDED);
}
