import { usefulTools } from "./_choose.ts";
import { delegateAmong, handedOn, withoutAgentsOwn } from "./_delegate.ts";
import { demoArguments, readingFor } from "./_demo_arguments.ts";
import { DEMO_ESSENTIALS } from "./_demo_steps.ts";
import type { Facts } from "./_facts.ts";
import { findingOf } from "./_finding.ts";
import { smallerWindows } from "./_history.ts";
import { ownName } from "./_names.ts";
import type { ModelRequest, NextCall, Tool } from "./request.ts";
import { schemaArguments } from "./_schema_arguments.ts";

/** The diagnosis as turns: the tools of one turn are called side by side. */
const DIAGNOSIS: readonly (readonly string[])[] = [
  ["sites"],
  ["assets"],
  ["sensors", "latest", "failure_modes", "list"],
  ["history"],
  ["create"],
];

/** What an agent does that a reading was handed to. */
const READING: readonly (readonly string[])[] = [
  ["sensors", "failure_modes"],
  ["history"],
];

/** The calls of the walk's next turn; none when it is done. */
export function nextCalls(request: ModelRequest, facts: Facts): NextCall[] {
  const { tools, parallel } = request;
  const names = tools.map(({ name }) => ownName(name));
  const calls = facts.brief !== undefined && names.includes("history")
    ? walkOn(READING, tools, facts)
    : DEMO_ESSENTIALS.every((name) => names.includes(name))
    ? walkOn(DIAGNOSIS, tools, facts)
    : otherTurn(withoutAgentsOwn(tools), facts);
  return parallel ? calls : calls.slice(0, 1);
}

/** A call of one tool, with arguments from the conversation. */
export function callOf(tool: Tool, facts: Facts): NextCall {
  const args = demoArguments(tool, facts) ??
    schemaArguments(tool.schema, facts);
  return { name: tool.name, args };
}

function walkOn(
  turns: readonly (readonly string[])[],
  tools: readonly Tool[],
  facts: Facts,
): NextCall[] {
  for (const turn of turns) {
    if (turn.includes("create") && findingOf(facts)?.fault !== true) continue;
    const calls = turn.flatMap((name) =>
      name === "history"
        ? readings(tools, facts)
        : firstCall(name, tools, facts)
    );
    if (calls.length > 0) return calls;
    // Without an asset there is nothing to diagnose.
    if (turn.includes("assets") && facts.asset === undefined) return [];
  }
  return [];
}

/** A tool's call, unless it was called before or cannot be called yet. */
function firstCall(
  name: string,
  tools: readonly Tool[],
  facts: Facts,
): NextCall[] {
  const tool = tools.find((tool) => ownName(tool.name) === name);
  if (tool === undefined || facts.called.has(name)) return [];
  const args = demoArguments(tool, facts);
  return args === undefined ? [] : [{ name: tool.name, args }];
}

/**
 * How the history is read: by another agent, where there is one, else here;
 * also here where the other one did not find out.
 */
function readings(tools: readonly Tool[], facts: Facts): NextCall[] {
  const tool = tools.find((tool) => ownName(tool.name) === "history")!;
  if (facts.called.has("history")) {
    return smallerWindows(facts).map((args) => ({ name: tool.name, args }));
  }
  const brief = readingFor(facts);
  const delegate = delegateAmong(tools, facts);
  if (facts.brief === undefined && brief && delegate) {
    const tasks = handedOn(delegate, brief, facts);
    if (tasks.length > 0) return tasks;
    if (findingOf(facts) !== undefined) return [];
  }
  return firstCall("history", tools, facts);
}

function otherTurn(tools: readonly Tool[], facts: Facts): NextCall[] {
  const chosen = usefulTools(
    tools.map((tool) => ({ ...tool, server: serverOf(tool.name) })),
  );
  const ready = chosen.filter(({ tool, after }) => {
    const before = after === undefined ? undefined : chosen[after]?.tool.name;
    return !facts.called.has(ownName(tool.name)) &&
      (before === undefined || facts.called.has(ownName(before)));
  });
  return ready.map(({ tool }) => callOf(tool, facts));
}

function serverOf(shown: string): string | null {
  const end = shown.lastIndexOf("__");
  return end < 0 ? null : shown.slice(0, end);
}
