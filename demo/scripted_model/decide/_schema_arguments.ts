import type { Facts } from "./_facts.ts";
import { isJson, type Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, referenced, stringsIn } from "./json.ts";

const DEEPEST = 6;

/**
 * Arguments that fit a JSON schema: its required properties, with values that
 * the schema suggests, else from the conversation, else plain ones.
 */
export function schemaArguments(schema: Json, facts: Facts): Json {
  const value = new ArgumentMaker(schema, facts).value("", schema, 0);
  return objectFrom(value);
}

class ArgumentMaker {
  readonly #root: Json;
  readonly #facts: Facts;
  readonly #numbers: number[];

  constructor(root: Json, facts: Facts) {
    this.#root = root;
    this.#facts = facts;
    this.#numbers = (facts.question.match(/-?\b\d+(\.\d+)?\b/g) ?? [])
      .map(Number);
  }

  value(name: string, given: unknown, depth: number): unknown {
    const schema = this.#resolved(given);
    if (schema === undefined || depth > DEEPEST) return null;
    if ("const" in schema) return schema.const;
    if (Array.isArray(schema.enum)) return schema.enum[0];
    if ("default" in schema) return schema.default;
    if (Array.isArray(schema.examples) && schema.examples.length > 0) {
      return schema.examples[0];
    }
    switch (typeOf(schema)) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#array(name, schema, depth);
      case "number":
      case "integer":
        return this.#number(schema);
      case "boolean":
        return false;
      case "null":
        return null;
      default:
        return this.#string(name, schema);
    }
  }

  #object(schema: Json, depth: number): Json {
    const properties = objectFrom(schema.properties);
    return Object.fromEntries(
      stringsIn(schema.required).map((
        name,
      ) => [name, this.value(name, properties[name], depth + 1)]),
    );
  }

  #array(name: string, schema: Json, depth: number): unknown[] {
    const length = Math.max(Number(schema.minItems ?? 1), 1);
    const singular = name.replace(/s$/, "");
    return Array.from(
      { length },
      () => this.value(singular, schema.items ?? {}, depth + 1),
    );
  }

  #number(schema: Json): number {
    const low = Number(schema.minimum ?? schema.exclusiveMinimum ?? -Infinity);
    const high = Number(schema.maximum ?? schema.exclusiveMaximum ?? Infinity);
    const number = this.#numbers.shift() ?? 1;
    const whole = typeOf(schema) === "integer" ? Math.round(number) : number;
    const least = "exclusiveMinimum" in schema ? low + 1 : low;
    const most = "exclusiveMaximum" in schema ? high - 1 : high;
    return Math.min(Math.max(whole, least), most);
  }

  #string(name: string, schema: Json): string {
    const found = stringIn(name, this.#facts) ?? this.#facts.question;
    const least = Number(schema.minLength ?? 0);
    const most = Number(schema.maxLength ?? Infinity);
    if (schema.format === "date") return "2026-06-30";
    if (schema.format === "date-time") return "2026-06-30T23:00:00Z";
    return found.padEnd(least, ".").slice(0, most);
  }

  /** The schema itself, behind references and alternatives. */
  #resolved(schema: unknown, hops = 0): Json | undefined {
    if (schema === true) return {};
    if (!isJson(schema) || hops > DEEPEST) return undefined;
    if (typeof schema.$ref === "string") {
      return this.#resolved(referenced(schema.$ref, this.#root), hops + 1);
    }
    const parts = objectsIn(schema.anyOf ?? schema.oneOf);
    const first = parts.find(({ type }) => type !== "null") ?? parts[0];
    return first === undefined ? schema : this.#resolved(first, hops + 1);
  }
}

function typeOf(schema: Json): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  const first = stringsIn(type).find((name) => name !== "null");
  return first ?? (isJson(schema.properties) ? "object" : "string");
}

/** A value that earlier results hold for a property of that name. */
function stringIn(name: string, { outcomes }: Facts): string | undefined {
  const good = outcomes.filter(({ failed }) => !failed).reverse();
  for (const { value } of good) {
    const found = memberOf(value, name, 0);
    if (found !== undefined) return found;
  }
  if (!/path|dir|folder|file/i.test(name)) return undefined;
  for (const { text } of good) {
    const [, path] = /(?:^|[\s"'])(\/[^\s"',\\]+)/.exec(text) ?? [];
    if (path !== undefined) return path;
  }
  return undefined;
}

function memberOf(
  value: unknown,
  name: string,
  depth: number,
): string | undefined {
  if (typeof value !== "object" || value === null || depth > DEEPEST) {
    return undefined;
  }
  if (isJson(value) && typeof value[name] === "string") return value[name];
  for (const member of Object.values(value)) {
    const found = memberOf(member, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
