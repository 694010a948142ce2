import { currentTurn } from "../../tracing/recorder/current.ts";
import { argumentsOf, objectOf } from "../shared/arguments.ts";
import { defined, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { McpCall, McpCallResult, McpTool, McpToolPool } from "./types.ts";
import { unusableArguments } from "./unusable_arguments.ts";

/** What else a pool is told of a call. */
export type AskedOptions = Pick<
  McpCall,
  "callId" | "turn" | "signal" | "images"
>;

/** The same as `callAsAsked()`, with all that the pool answers. */
export async function resultAsAsked(
  pool: McpToolPool,
  { server, name, shownName }: McpTool,
  given: unknown,
  options: AskedOptions = {},
): Promise<McpCallResult> {
  const input = objectOf(given);
  if (input !== undefined) {
    return await pool.call({ server, tool: name, input, ...options });
  }
  const { turn = currentTurn(), callId } = options;
  const text = unusableArguments(shownName);
  const errorType = "invalid_arguments";
  guarded(() => {
    const refused = turn?.startTool({
      name: shownName,
      input: argumentsOf(given),
      ...defined({ callId: textOf(callId) }),
    });
    refused?.result(text, errorType);
    refused?.end();
  });
  return { text, isError: true, errorType };
}
