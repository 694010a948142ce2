import { usefulTools } from "./_choose.ts";
import { demoArguments } from "./_demo_arguments.ts";
import { DEMO_ESSENTIALS } from "./_demo_steps.ts";
import type { Facts } from "./_facts.ts";
import { findingOf } from "./_finding.ts";
import { ownName } from "./_names.ts";
import type { ModelRequest, NextCall, Tool } from "./_request.ts";
import { schemaArguments } from "./_schema_arguments.ts";

/** The diagnosis as turns: the tools of one turn are called side by side. */
const TURNS: readonly (readonly string[])[] = [
  ["sites"],
  ["assets"],
  ["sensors", "latest", "failure_modes", "list"],
  ["history"],
  ["create"],
];

/** The calls of the walk's next turn; none when it is done. */
export function nextCalls(request: ModelRequest, facts: Facts): NextCall[] {
  const names = request.tools.map(({ name }) => ownName(name));
  const calls = DEMO_ESSENTIALS.every((name) => names.includes(name))
    ? demoTurn(request.tools, facts)
    : otherTurn(request.tools, facts);
  return request.parallel ? calls : calls.slice(0, 1);
}

/** A call of one tool, with arguments from the conversation. */
export function callOf(tool: Tool, facts: Facts): NextCall {
  const args = demoArguments(tool, facts) ??
    schemaArguments(tool.schema, facts);
  return { name: tool.name, args };
}

function demoTurn(tools: readonly Tool[], facts: Facts): NextCall[] {
  for (const turn of TURNS) {
    if (turn.includes("create") && findingOf(facts)?.fault !== true) continue;
    const calls = turn.filter((name) => !facts.called.has(name))
      .flatMap((name) =>
        tools.find((tool) => ownName(tool.name) === name) ?? []
      )
      .flatMap((tool) => {
        const args = demoArguments(tool, facts);
        return args === undefined ? [] : [{ name: tool.name, args }];
      });
    if (calls.length > 0) return calls;
    // Without an asset there is nothing to diagnose.
    if (turn.includes("assets") && facts.asset === undefined) return [];
  }
  return [];
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
