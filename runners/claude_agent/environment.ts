import type { ModelEndpoint } from "../shared/model.ts";

/** The environment that the CLI is given, and a home that goes away with it. */
export interface CliEnvironment extends AsyncDisposable {
  readonly env: Record<string, string>;
  /** The folder it works in: it would tell the model about the person's own. */
  readonly cwd: string;
}

/** Variables that may name another endpoint, or other keys, than the run's. */
const OWN_VARIABLES = /^(?:ANTHROPIC|CLAUDE)_/;

/** Makes the CLI's environment. */
export async function cliEnvironment(
  { baseUrl, query = {}, apiKey }: ModelEndpoint,
): Promise<CliEnvironment> {
  const folder = await Deno.makeTempDir({ prefix: "claude-agent-" });
  const inherited = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !OWN_VARIABLES.test(name)
  );
  const url = new URL(baseUrl);
  url.search = `${new URLSearchParams(query)}`;
  return {
    cwd: folder,
    env: {
      ...Object.fromEntries(inherited),
      ANTHROPIC_BASE_URL: url.href,
      ANTHROPIC_API_KEY: apiKey,
      // Its settings, its logs and its links all go away with the folder.
      HOME: folder,
      USERPROFILE: folder,
      XDG_CACHE_HOME: folder,
      CLAUDE_CONFIG_DIR: folder,
      CLAUDE_CODE_TMPDIR: folder,
      // No titles, no updates, no statistics.
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      // A sub-agent would outlive its call.
      CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
      // The agents are those that the runner declares.
      CLAUDE_AGENT_SDK_DISABLE_BUILTIN_AGENTS: "1",
      // A refused request is sent once, and not with one beta less each time.
      CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: "1",
      CLAUDE_CODE_MAX_RETRIES: "2",
      // As root it would refuse to work without asking for permissions.
      ...(Deno.uid() === 0 ? { IS_SANDBOX: "1" } : {}),
    },
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
}

/** Removes the folder; that it cannot be removed does not fail the run. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch {
    // It is gone, or left to whoever clears the temporary folder.
  }
}
