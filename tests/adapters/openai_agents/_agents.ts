import type { Agent, FunctionTool, tool as newestTool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { tracedFetch } from "@turnspan/turnspan";
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

/** A runner that asks a model through `tracedFetch`. */
export function runnerAt(
  sdk: Sdk,
  baseUrl: string,
  { responses = false, config = {} }: {
    readonly responses?: boolean;
    readonly config?: ConstructorParameters<Sdk["Runner"]>[0];
  } = {},
): InstanceType<Sdk["Runner"]> {
  return new sdk.Runner({
    tracingDisabled: true,
    ...config,
    modelProvider: new sdk.OpenAIProvider({
      openAIClient: new OpenAI({
        baseURL: `${baseUrl}/v1`,
        apiKey: "key",
        maxRetries: 0,
        fetch: tracedFetch,
      }),
      useResponses: responses,
    }),
  });
}
