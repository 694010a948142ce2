import { fileURLToPath } from "node:url";
import type { WireApi } from "../../runners/shared/model.ts";
import { loadMcpConfig, McpConfigError } from "@turnspan/turnspan/mcp";
import type { McpConfig } from "@turnspan/turnspan/mcp";
import { UsageError } from "../../command_line/usage_error.ts";
import {
  defaultModelId,
  type ModelEndpoint,
  ModelError,
  resolveModel,
} from "../../runners/shared/model.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { askedQuestion } from "../shared/asked_question.ts";
import { shownWork } from "../shared/shown_work.ts";
import { personsPath } from "../shared/terminal.ts";
import { checkTrajectoryFolder } from "./_trajectory_file.ts";
import type { AgentFlags } from "./command.ts";

/** A command line that was checked: a run can be started. */
export interface AgentRequest {
  readonly question: string;
  /** Where the model is; `demo` is started for the run. */
  readonly model: ModelEndpoint | "demo";
  readonly mcp: McpConfig;
  /** Whether the servers are the demo's own, for want of any. */
  readonly isDemoPlant: boolean;
  /** Where the result is also written, if anywhere. */
  readonly trajectoryFolder: string | undefined;
}

/** The operand of a question that is read from stdin. */
const STDIN = "-";

/** The servers that the demo's model knows, wherever the command is typed. */
const DEMO_PLANT = fileURLToPath(import.meta.resolve("../../mcp.json"));

/** Where the servers are, unless the command line says. */
const MCP_CONFIG = "mcp.json";

/**
 * Checks everything that can be checked before anything is started.
 *
 * @throws {UsageError} If the model, the servers, the question, the framework or
 * the trajectory folder cannot be used.
 */
export async function checkRequest(
  runner: Runner,
  { modelId, mcpConfig }: AgentFlags,
  operand: string,
): Promise<AgentRequest> {
  try {
    if (operand !== STDIN) askedQuestion(operand);
    const id = modelId ?? defaultModelId(env, runner.apis);
    const model = id === "demo" ? id : resolveModel(id, runner.apis, env);
    const isDemoPlant = model === "demo" && mcpConfig === undefined &&
      !await exists(personsPath(MCP_CONFIG));
    const mcp = await loadMcpConfig(
      isDemoPlant ? DEMO_PLANT : personsPath(mcpConfig ?? MCP_CONFIG),
    );
    const question = await readQuestion(operand);
    await load(runner, model === "demo" ? runner.apis[0]! : model.api);
    const folder = env("AGENT_TRAJECTORY_DIR");
    const trajectoryFolder = folder && personsPath(folder);
    // Last: it makes the folder.
    if (trajectoryFolder) await checkTrajectoryFolder(trajectoryFolder);
    return { question, model, mcp, isDemoPlant, trajectoryFolder };
  } catch (error) {
    if (error instanceof ModelError || error instanceof McpConfigError) {
      const missing = error.cause instanceof Deno.errors.NotFound;
      const wayOut = missing ? "; name one with --mcp-config" : "";
      throw new UsageError(error.message + wayOut, { cause: error });
    }
    throw error;
  }
}

/** Loads the runner's framework now: one that cannot be used starts nothing. */
async function load(runner: Runner, api: WireApi): Promise<void> {
  using _ = shownWork(`loading ${runner.name}`);
  try {
    await runner.load(api);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

function env(name: string): string | undefined {
  return Deno.env.get(name);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(
    () => true,
    (error) => !(error instanceof Deno.errors.NotFound),
  );
}

async function readQuestion(operand: string): Promise<string> {
  if (operand !== STDIN) return askedQuestion(operand);
  const text = await new Response(Deno.stdin.readable).text();
  return askedQuestion(text, "Cannot read the question: stdin is empty");
}
