import { type KnownAsset, knownAsset } from "./_asset.ts";
import { type Brief, briefText, readBrief } from "./_brief.ts";
import type { Facts } from "./_facts.ts";
import { isObject, stringsIn, text } from "./_json.ts";
import { ownName } from "./_names.ts";
import type { NextCall, Tool } from "./_request.ts";

/** The one that frameworks add by themselves: it is good at nothing special. */
const GENERAL_PURPOSE = "general-purpose";

/**
 * Tools that an agent framework brings along with `task`, by the names that
 * it shows them by: they hold nothing that a question could be about.
 */
const AGENTS_OWN: readonly string[] = [
  "task",
  "write_todos",
  "ls",
  "read_file",
  "write_file",
  "edit_file",
  "delete",
  "glob",
  "grep",
  "execute",
];

/** A tool that hands a task to another agent, and the agent to hand it to. */
export interface Delegate {
  /** The tool. */
  readonly tool: Tool;
  /** The agent. */
  readonly agent: string;
}

/** The agent that readings can be handed to, where there is one. */
export function delegateAmong(tools: readonly Tool[]): Delegate | undefined {
  const tool = tools.find(isTask);
  const agent = tool && agentsOf(tool).find((name) => name !== GENERAL_PURPOSE);
  return agent === undefined ? undefined : { tool: tool!, agent };
}

/** The tools without those that an agent framework brings along. */
export function withoutAgentsOwn(tools: readonly Tool[]): readonly Tool[] {
  return tools.some(isTask)
    ? tools.filter(({ name }) => !AGENTS_OWN.includes(name))
    : tools;
}

/**
 * The tasks of which none was handed on yet: to read the asset's history, and
 * that of the one beside it, which shows what the weather and the load did.
 */
export function handedOn(
  { tool, agent }: Delegate,
  brief: Brief,
  facts: Facts,
): NextCall[] {
  const { asset } = brief;
  const question = `"${facts.question}"`;
  const tasks: readonly [KnownAsset | undefined, string][] = [
    [asset, `The question behind it: ${question}`],
    [
      neighbourOf(asset, facts),
      `It is to be compared with ${asset.name}, about which was asked: ${question}`,
    ],
  ];
  const before = facts.calls.map(({ args }) =>
    readBrief(text(args.description) ?? "")?.asset.id
  );
  return tasks.flatMap(([asset, purpose]) => {
    if (asset === undefined || before.includes(asset.id)) return [];
    const description = briefText({ ...brief, asset }, purpose);
    return [{ name: tool.name, args: { description, subagent_type: agent } }];
  });
}

function isTask({ name, schema }: Tool): boolean {
  const known = isObject(schema.properties) ? schema.properties : {};
  return ownName(name) === "task" &&
    ["description", "subagent_type"].every((name) => name in known) &&
    stringsIn(schema.required).every((name) =>
      name === "description" || name === "subagent_type"
    );
}

/** As `Name of the agent to use. Available: general-purpose, reader`. */
function agentsOf({ schema }: Tool): string[] {
  const known = isObject(schema.properties) ? schema.properties : {};
  const type = isObject(known.subagent_type) ? known.subagent_type : {};
  const [, names] = /Available: (.+)/.exec(text(type.description) ?? "") ?? [];
  return Array.isArray(type.enum)
    ? stringsIn(type.enum)
    : names?.split(", ") ?? [];
}

/** The asset of the same type that is listed next to it at its site. */
function neighbourOf(
  { id }: KnownAsset,
  facts: Facts,
): KnownAsset | undefined {
  const listed = facts.list("assets");
  const self = listed.find((asset) => asset.id === id);
  const alike = listed.filter(({ site, type }) =>
    site === self?.site && type === self?.type
  );
  const place = alike.findIndex((asset) => asset.id === id);
  const beside = alike[place - 1] ?? alike[place + 1];
  return beside === undefined ? undefined : knownAsset(beside)[0];
}
