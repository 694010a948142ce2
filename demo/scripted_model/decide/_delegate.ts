import { type KnownAsset, knownAsset } from "./_asset.ts";
import { type Brief, briefIn, briefText } from "./_brief.ts";
import type { Facts } from "./_facts.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { objectFrom, stringsIn, text } from "./json.ts";
import { ownName } from "./_names.ts";
import type { NextCall, Tool } from "./request.ts";

/** How a framework's tool takes a task, beside `subagent_type`. */
interface Kind {
  /** The tool's name. */
  readonly name: string;
  /** The arguments that it has to be given. */
  readonly needs: readonly string[];
  /** Its arguments for a task. */
  args(task: string, asset: KnownAsset): Json;
}

const KINDS: readonly Kind[] = [
  {
    name: "task",
    needs: ["description", "subagent_type"],
    args: (description) => ({ description }),
  },
  {
    name: "Agent",
    needs: ["description", "prompt", "subagent_type"],
    args: (prompt, { name }) => ({
      description: `Read the history of ${name}`,
      prompt,
    }),
  },
];

/** The one that frameworks add by themselves: it is good at nothing special. */
const GENERAL_PURPOSE = "general-purpose";

/**
 * Tools that an agent framework brings along with such a tool, by the names
 * that it shows them by: they hold nothing that a question could be about.
 */
const AGENTS_OWN: readonly string[] = [
  "Agent",
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
  /** How it takes a task. */
  readonly kind: Kind;
  /** The agent. */
  readonly agent: string;
}

/** The agent that readings can be handed to, where there is one. */
export function delegateAmong(
  tools: readonly Tool[],
  facts: Facts,
): Delegate | undefined {
  for (const tool of tools) {
    const kind = kindOf(tool);
    if (kind === undefined) continue;
    const agents = [...agentsOf(tool), ...agentsListed(facts)];
    const agent = agents.find((name) => name !== GENERAL_PURPOSE);
    if (agent !== undefined) return { tool, kind, agent };
  }
  return undefined;
}

/** The tools without those that an agent framework brings along. */
export function withoutAgentsOwn(tools: readonly Tool[]): readonly Tool[] {
  return tools.some(kindOf)
    ? tools.filter(({ name }) => !AGENTS_OWN.includes(name))
    : tools;
}

/**
 * The tasks of which none was handed on yet: to read the asset's history, and
 * that of the one beside it, which shows what the weather and the load did.
 */
export function handedOn(
  { tool, kind, agent }: Delegate,
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
  const before = facts.calls.map(({ args }) => briefIn(args)?.asset.id);
  return tasks.flatMap(([asset, purpose]) => {
    if (asset === undefined || before.includes(asset.id)) return [];
    const args = kind.args(briefText({ ...brief, asset }, purpose), asset);
    return [{ name: tool.name, args: { ...args, subagent_type: agent } }];
  });
}

function kindOf({ name, schema }: Tool): Kind | undefined {
  const known = objectFrom(schema.properties);
  return KINDS.find((kind) =>
    ownName(name) === kind.name &&
    kind.needs.every((name) => name in known) &&
    stringsIn(schema.required).every((name) => kind.needs.includes(name))
  );
}

/** As `Name of the agent to use. Available: general-purpose, reader`. */
function agentsOf({ schema }: Tool): string[] {
  const known = objectFrom(schema.properties);
  const type = objectFrom(known.subagent_type);
  const [, names] = /Available: (.+)/.exec(text(type.description) ?? "") ?? [];
  return Array.isArray(type.enum)
    ? stringsIn(type.enum)
    : names?.split(", ") ?? [];
}

/** As the Claude CLI lists them before the first question. */
function agentsListed({ instructions }: Facts): string[] {
  const [, list] = /^Available agent types for the Agent tool:\n((?:- .+\n?)+)/m
    .exec(instructions) ?? [];
  return [...(list ?? "").matchAll(/^- ([^:\n]+): /gm)].map(([, name]) =>
    name!
  );
}

/** The asset of the same type that is listed next to it at its site. */
function neighbourOf(
  { id }: KnownAsset,
  facts: Facts,
): KnownAsset | undefined {
  const listed = facts.list("assets");
  const self = listed.find((asset) => asset.id === id);
  const sameKind = listed.filter(({ site, type }) =>
    site === self?.site && type === self?.type
  );
  const place = sameKind.findIndex((asset) => asset.id === id);
  const beside = sameKind[place - 1] ?? sameKind[place + 1];
  return beside === undefined ? undefined : knownAsset(beside)[0];
}
