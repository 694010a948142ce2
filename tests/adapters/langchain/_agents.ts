import type { AgentMiddleware } from "langchain";
import { z } from "zod";
import type { Frameworks } from "./_versions.ts";

/** Adds two numbers. */
export const adding = ({ langchain }: Frameworks) =>
  langchain.tool(({ a, b }: { a: number; b: number }) => `${a + b}`, {
    name: "add",
    description: "Adds",
    schema: z.object({ a: z.number(), b: z.number() }),
  });

/** Runs a function. */
export const doing = (
  { langchain }: Frameworks,
  name: string,
  // deno-lint-ignore no-explicit-any
  fn: (input: { text?: string }, config: any) => unknown,
) =>
  // deno-lint-ignore no-explicit-any
  langchain.tool(fn as any, {
    name,
    description: name,
    schema: z.object({ text: z.string().optional() }),
  });

/** Fails. */
export const failing = (frameworks: Frameworks) =>
  doing(frameworks, "explode", () => {
    throw new RangeError("out of range");
  });

/** The framework's own types of it do not know of exact optional properties. */
export function asMiddleware(middleware: unknown): AgentMiddleware {
  return middleware as AgentMiddleware;
}
