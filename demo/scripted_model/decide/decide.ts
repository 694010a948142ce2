import { answerFrom } from "./_answer.ts";
import { Facts } from "./_facts.ts";
import { asksForPlan, planFor } from "./_plan.ts";
import { BadRequest, type Decision, type ModelRequest } from "./request.ts";
import { schemaArguments } from "./_schema_arguments.ts";
import { callOf, nextCalls } from "./_walk.ts";

/** Decides what the model does next, from the request and nothing else. */
export function decide(request: ModelRequest): Decision {
  const facts = new Facts(request.messages);
  const { choice, format, tools } = request;
  if (typeof choice === "object") {
    const tool = tools.find(({ name }) => name === choice.name);
    if (tool === undefined) {
      throw new BadRequest(
        `Invalid value for 'tool_choice': no tool "${choice.name}" in 'tools'.`,
      );
    }
    return { text: "", calls: [callOf(tool, facts)] };
  }
  if (asksForPlan(request)) return { text: planFor(request), calls: [] };
  const calls = choice === "none" ? [] : nextCalls(request, facts);
  if (calls.length > 0) return { text: "", calls };
  if (choice === "required" && tools[0] !== undefined) {
    return { text: "", calls: [callOf(tools[0], facts)] };
  }
  const text = format === undefined
    ? answerFrom(facts)
    : JSON.stringify(schemaArguments(format, facts));
  return { text, calls: [] };
}
