import type { Agent, FunctionTool, tool as newestTool } from "@openai/agents";
import { z } from "zod";
import type { Sdk } from "./_versions.ts";

/** A tool that adds, and cannot add to 13. */
export function adding(
  { tool }: Sdk,
  more: Partial<Parameters<typeof newestTool>[0]> = {},
): FunctionTool<unknown, never, string> {
  return tool({
    name: "add",
    description: "Adds",
    parameters: z.object({ a: z.number(), b: z.number() }),
    execute: ({ a, b }: { a: number; b: number }) => {
      if (a === 13) throw new RangeError("unlucky");
      return `${a + b}`;
    },
    ...more,
  } as never);
}

/** An agent on the tested model. */
export function agentOf(
  { Agent }: Sdk,
  name: string,
  more: Partial<ConstructorParameters<Sdk["Agent"]>[0]> = {},
): Agent<unknown, "text"> {
  return new Agent(
    { name, model: "tested", instructions: name, ...more } as never,
  );
}
