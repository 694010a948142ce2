import { env } from "../base/env.ts";
import { cannotUse } from "../privacy/warn.ts";

const VARIABLE = "OTEL_RESOURCE_ATTRIBUTES";

/**
 * Reads `OTEL_RESOURCE_ATTRIBUTES`. One mistake in it makes the whole value
 * void, as the specification has it.
 */
export function resourceAttributes(): Record<string, string> | undefined {
  const attributes: Record<string, string> = {};
  for (const entry of (env(VARIABLE) ?? "").split(",")) {
    if (entry.trim() === "") continue;
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry.trim()) ?? [];
    if (name === undefined || value === undefined) return undefined;
    try {
      attributes[decodeURIComponent(name.trim())] = decodeURIComponent(
        value.trim(),
      );
    } catch {
      return undefined;
    }
  }
  return attributes;
}

/** Reads what the resource is described by, and says so where it cannot be. */
export function readResourceAttributes(): Record<string, string> {
  const attributes = resourceAttributes();
  if (attributes === undefined) {
    cannotUse(VARIABLE, env(VARIABLE), "it is not name=value,name=value");
  }
  return attributes ?? {};
}
