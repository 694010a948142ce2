import type { CliProcess } from "./cli_process.ts";

/** The versions of the CLI that can be used: the SDK's 0.3.142 has 2.1.142. */
const VERSIONS = { text: ">=2.1.142 <3", major: 2, minor: 1, patch: 142 };

/** Downloads the CLI, which is a part of the SDK, once more. */
const DOWNLOAD =
  "deno install --reload --lock=locks/claude_agent.lock --frozen --entrypoint cli/claude_agent.ts";

/** A line on stderr that is no error, such as one about an unknown model. */
const NOTE = /^\[claude-code:/;

/** Error of a CLI that cannot be used, or that ended without an answer. */
export class ClaudeCliError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ClaudeCliError";
  }
}

/** Says in one line why the CLI gave no answer, and the way out. */
export function explainCliError(error: unknown, cli: CliProcess): Error {
  const { command, exit, stderr } = cli;
  if (exit === undefined) {
    const [reason] = `${error instanceof Error ? error.message : error}`
      .split(/\.\s|\n/);
    return new ClaudeCliError(
      `Cannot start the Claude CLI: ${reason}; to download it again, run ${DOWNLOAD}`,
    );
  }
  const lastLine = stderr.split("\n").findLast((line) => !NOTE.test(line));
  return new ClaudeCliError(
    `Cannot get an answer from the Claude CLI: ${exit}${
      lastLine ? `: ${lastLine}` : ""
    }; to see whether it works at all, run ${command} --version`,
  );
}

/** Checks the CLI's version, which its first message names. */
export function versionProblem(
  version: string,
  { command }: CliProcess,
): Error | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const { text, ...oldest } = VERSIONS;
  const isOld = minor < oldest.minor ||
    minor === oldest.minor && patch < oldest.patch;
  if (major === oldest.major && !isOld) return undefined;
  return new ClaudeCliError(
    `Cannot use the Claude CLI ${version} at ${command}: it has to be ${text}. It comes with the SDK: put @anthropic-ai/claude-agent-sdk >=0.3.142 <0.4 into import_map.json, and run deno task locks`,
  );
}
