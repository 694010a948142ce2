import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import { jsonText } from "../../tracing/base/json_text.ts";
import { reasonOf } from "../../tracing/privacy/warn.ts";

/**
 * Makes the folder for trajectories where it is missing, and tries it.
 *
 * @throws {UsageError} If nothing can be written there.
 */
export async function checkTrajectoryFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: folder }));
  } catch (error) {
    const reason = error instanceof Deno.errors.AlreadyExists
      ? "it is not a folder"
      : reasonOf(error);
    throw new UsageError(
      `Cannot write to AGENT_TRAJECTORY_DIR="${folder}": ${reason}`,
      { cause: error },
    );
  }
}

/**
 * Writes a result to `<folder>/<run id>.json`, whole or not at all.
 *
 * @throws {Error} If it cannot be written.
 */
export async function writeTrajectory(
  folder: string,
  result: AgentResult,
): Promise<void> {
  const file = `${folder}/${result.runId}.json`;
  let part: string | undefined;
  try {
    part = await Deno.makeTempFile({ dir: folder, suffix: ".part" });
    await Deno.writeTextFile(part, `${jsonText(result, 2)}\n`);
    await Deno.chmod(part, 0o644);
    await Deno.rename(part, file);
  } catch (error) {
    if (part !== undefined) await Deno.remove(part).catch(() => {});
    throw new Error(`Cannot write "${file}": ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
