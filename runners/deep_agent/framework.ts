import { checkPackage } from "../shared/check_package.ts";

/** The framework, in the two packages that it comes in. */
export interface Framework {
  readonly deepagents: typeof import("deepagents");
  readonly langchain: typeof import("langchain");
}

/** What is used of each package, and the versions that have it. */
const NEEDED = {
  deepagents: {
    versions: ">=1.10 <2",
    names: ["createDeepAgent", "GENERAL_PURPOSE_SUBAGENT"],
  },
  langchain: {
    versions: ">=1.5 <2",
    names: [
      "AIMessage",
      "createMiddleware",
      "tool",
      "toolErrorMiddleware",
      "ToolInvocationError",
      "ToolMessage",
    ],
  },
} as const;

/**
 * Checks that the framework has what the runner uses of it.
 *
 * @throws {TypeError} If it is of a version that lacks something.
 */
export function checkFramework(framework: Framework): void {
  for (const name of ["deepagents", "langchain"] as const) {
    checkPackage(name, { ...framework[name] }, NEEDED[name]);
  }
}
