import {
  type AttributeKind,
  SPAN_CONTRACTS,
  type SpanRole,
} from "../../testing/span_contract.ts";

/**
 * Finds the type of an attribute that a dashboard uses, so that a dashboard
 * that names what the contract does not have, or no longer, breaks a test.
 *
 * @param attribute The attribute.
 * @param roles The kinds of span that are asked about. Each has to have it.
 * @returns Its type, as the page of the spans names it.
 * @throws {TypeError} If one of them does not have it, or with another type.
 */
export function contractKind(
  attribute: string,
  roles: readonly SpanRole[],
): AttributeKind {
  const kinds = new Set(roles.map((role) => typeOf(attribute, role).kind));
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0) {
    throw new TypeError(
      `Cannot use "${attribute}": the contract has ${kinds.size} types for it on ${
        roles.join(", ")
      }`,
    );
  }
  return kind;
}

/**
 * Tells whether an attribute can have a value, which a comparison with it
 * rests on: a search for what is never there finds nothing.
 *
 * @param attribute The attribute.
 * @param roles The kinds of span that are asked about. Each has to have it.
 * @param value The value.
 * @returns Whether one of them can have it.
 * @throws {TypeError} If one of them does not have the attribute.
 */
export function contractAllows(
  attribute: string,
  roles: readonly SpanRole[],
  value: string | number | boolean,
): boolean {
  return roles.map((role) => typeOf(attribute, role)).some((type) =>
    type.has(value)
  );
}

/** Any span of ours that failed has it. */
const ERROR_TYPE = {
  kind: "string",
  has: (value: unknown) => typeof value === "string" && value !== "",
} as const;

function typeOf(
  attribute: string,
  role: SpanRole,
): { kind: AttributeKind; has: (value: unknown) => boolean } {
  if (attribute === "error.type") return ERROR_TYPE;
  const { required, optional = {} } = SPAN_CONTRACTS[role];
  const types = new Map(Object.entries({ ...required, ...optional }));
  const type = types.get(attribute);
  if (type === undefined) {
    throw new TypeError(
      `Cannot use "${attribute}": the contract does not have it on ${role}`,
    );
  }
  return type;
}
