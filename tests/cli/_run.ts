import type { Handler } from "../../demo/scripted_model/handler.ts";
import type { ReceivedRequest } from "../_helpers/scripted_model.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import {
  type CommandInit,
  type CommandResult,
  type Folder,
  runCommand,
} from "./_command.ts";
import { echoes, startModel } from "./_model.ts";

/** The model of the tests. */
export const ARGS = ["--model-id", "openai/tested"];

/** Runs plan-execute with the server of tools, in a folder of its own. */
export async function run(
  folder: Folder,
  args: readonly string[],
  { handler = echoes(), env = {}, ...init }: CommandInit & {
    readonly handler?: Handler;
  } = {},
): Promise<CommandResult & { readonly requests: readonly ReceivedRequest[] }> {
  folder.servers({ tools: toolsServer() });
  await using model = startModel(handler);
  const result = await runCommand([...ARGS, ...args], {
    cwd: folder.path,
    ...init,
    env: { ...model.env, ...env },
  });
  return { ...result, requests: model.requests };
}
