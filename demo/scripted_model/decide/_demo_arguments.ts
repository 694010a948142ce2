import type { Brief } from "./_brief.ts";
import type { Facts } from "./_facts.ts";
import { findingOf } from "./_finding.ts";
import { isJson, type Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, stringsIn, text } from "./json.ts";
import { ownName, words } from "./_names.ts";
import type { Tool } from "./request.ts";

const DAY_MS = 86_400_000;
const DAYS_OF_HISTORY = 30;
const MOST_SENSORS = 5;

const MAKERS: Readonly<
  Record<string, (facts: Facts) => Json | undefined>
> = {
  sites: () => ({}),
  assets: assetsArguments,
  sensors: assetArgument,
  latest: assetArgument,
  list: assetArgument,
  "failure_modes": failureModesArguments,
  history: historyArguments,
  create: createArguments,
};

/**
 * Arguments for one of the demo's tools, from what the conversation says.
 *
 * @returns Nothing for a tool that is not the demo's, whatever its name, or if
 * the conversation does not say enough.
 */
export function demoArguments(
  tool: Tool,
  facts: Facts,
): Json | undefined {
  const name = ownName(tool.name);
  if (!Object.hasOwn(MAKERS, name)) return undefined;
  const made = MAKERS[name]!(facts);
  const args = made && withNulls(made, tool.schema);
  return args !== undefined && fits(args, tool.schema) ? args : undefined;
}

/** Strict schemas require what is optional, and take null for it. */
function withNulls(args: Json, schema: Json): Json {
  const known = objectFrom(schema.properties);
  const nulls = stringsIn(schema.required).filter((name) =>
    !Object.hasOwn(args, name) && takesNull(known[name])
  );
  return {
    ...args,
    ...Object.fromEntries(nulls.map((name) => [name, null])),
  };
}

function takesNull(schema: unknown): boolean {
  if (!isJson(schema)) return false;
  const types = [schema, ...objectsIn(schema.anyOf)].flatMap(({ type }) =>
    type
  );
  return types.includes("null");
}

/** Whether a schema knows all arguments, and lacks none. */
function fits(args: Json, schema: Json): boolean {
  const known = objectFrom(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.keys(args).every((name) => Object.hasOwn(known, name)) &&
    required.every((name) => Object.hasOwn(args, name));
}

function assetsArguments(facts: Facts): Json {
  const question = words(facts.question);
  const sites = facts.list("sites");
  const site = sites.map(({ id }) => text(id) ?? "")
    .find((id) => question.includes(words(id)));
  const types = new Set(
    sites.flatMap(({ assetTypes }) => Object.keys(objectFrom(assetTypes))),
  );
  const type = [...types].find((type) => question.includes(words(type)));
  return {
    ...(site === undefined ? {} : { site }),
    ...(type === undefined ? {} : { type }),
  };
}

function assetArgument(facts: Facts): Json | undefined {
  // One that is not in the list is still asked for: the server says what is.
  const asset = facts.asset ?? facts.guess;
  return asset === undefined ? undefined : { asset: asset.id };
}

function failureModesArguments({ asset }: Facts): Json {
  return asset?.type === undefined ? {} : { asset_type: asset.type };
}

function historyArguments(facts: Facts): Json | undefined {
  const brief = readingFor(facts);
  return brief && { ...brief, asset: brief.asset.id };
}

/** What there is to read: as was asked for, else what can tell. */
export function readingFor(facts: Facts): Brief | undefined {
  const { asset, brief } = facts;
  if (brief !== undefined) return brief;
  const listed = objectFrom(facts.result("sensors"));
  const range = objectFrom(listed.readings);
  const [from, to] = [text(range.from), text(range.to)];
  if (asset === undefined || from === undefined || to === undefined) {
    return undefined;
  }
  const start = Date.parse(to.slice(0, "YYYY-MM-DD".length)) -
    (DAYS_OF_HISTORY - 1) * DAY_MS;
  const earliest = Math.max(start, Date.parse(from));
  return {
    asset,
    sensors: telling(facts, listed),
    from: `${new Date(earliest).toISOString().slice(0, 16)}Z`,
    to,
  };
}

/** The sensors that failure modes show in; the first ones if none are known. */
function telling(facts: Facts, listed: Json): string[] {
  const ids = objectsIn(listed.sensors).flatMap(({ id }) => text(id) ?? []);
  const signs = new Set(
    facts.list("failure_modes").flatMap(({ signs }) =>
      Object.keys(objectFrom(signs))
    ),
  );
  const named = ids.filter((id) => signs.has(id));
  return (named.length > 0 ? named : ids).slice(0, MOST_SENSORS);
}

function createArguments(facts: Facts): Json | undefined {
  const asset = facts.asset ?? facts.guess;
  const finding = findingOf(facts);
  if (asset === undefined) return undefined;
  if (finding === undefined) {
    return {
      asset: asset.id,
      title: `Inspect ${asset.name}`,
      description: `No history to answer "${facts.question}" from`,
      priority: "medium",
    };
  }
  return {
    asset: asset.id,
    title: finding.title,
    description: finding.details || finding.title,
    priority: finding.fault ? "high" : "low",
    ...(finding.mode === undefined ? {} : { failure_mode: finding.mode }),
  };
}
