import { env } from "../base/env.ts";
import { cannotUse } from "../privacy/warn.ts";
import { readNames } from "./_variable.ts";

/** Which exporters the environment asks for. */
export interface ExportersWanted {
  /** The variable that asks for OTLP, where one does. */
  readonly otlp: string | undefined;
  /** Whether spans are to be shown on stderr. */
  readonly console: boolean;
  /** The path of the file that spans are to be appended to. */
  readonly file: string | undefined;
}

/** The propagators that exist here. */
export type PropagatorName = "tracecontext" | "baggage";

/** Where OTLP goes to, the more specific first. */
const ENDPOINTS = [
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
];

const RESOURCE_ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";

/**
 * Reads `OTEL_SDK_DISABLED`. Deno itself says so where it is neither true nor
 * false.
 */
export function readDisabled(): boolean {
  return env("OTEL_SDK_DISABLED")?.trim().toLowerCase() === "true";
}

/**
 * Reads which exporters are wanted, and warns of those that do not exist.
 * `OTEL_TRACES_EXPORTER` decides between all exporters but the file.
 */
export function readExporters(): ExportersWanted {
  const variable = "OTEL_TRACES_EXPORTER";
  const file = env("OTEL_TRACES_FILE");
  const endpoint = ENDPOINTS.find((name) => env(name) !== undefined);
  const names = readNames(variable);
  if (names === undefined) return { otlp: endpoint, console: false, file };
  const known = ["otlp", "console", "none"];
  const none = names.includes("none");
  if (names.some((name) => !known.includes(name))) {
    const reason = "only otlp, console and none are known";
    cannotUse(variable, env(variable), reason);
  } else if (none && names.length > 1) {
    const reason = "none allows no other; no spans are exported";
    cannotUse(variable, env(variable), reason);
  }
  const otlp = !none && names.includes("otlp");
  return {
    otlp: otlp ? endpoint ?? variable : undefined,
    console: !none && names.includes("console"),
    file,
  };
}

/** Reads `OTEL_PROPAGATORS`. */
export function readPropagators(): PropagatorName[] {
  const variable = "OTEL_PROPAGATORS";
  const names = new Set(readNames(variable) ?? ["tracecontext", "baggage"]);
  const none = names.delete("none");
  const known = [...names].filter((name) =>
    name === "tracecontext" || name === "baggage"
  );
  if (known.length < names.size) {
    const reason = "only tracecontext, baggage and none are known";
    cannotUse(variable, env(variable), reason);
  } else if (none && names.size > 0) {
    const reason = "none allows no other; nothing is propagated";
    cannotUse(variable, env(variable), reason);
  }
  return none ? [] : known;
}

/**
 * Reads the service's name: `OTEL_SERVICE_NAME`, then
 * `OTEL_RESOURCE_ATTRIBUTES`, then what the program says.
 */
export function readServiceName(given: string): string {
  const { "service.name": named } = resourceAttributes() ?? {};
  return env("OTEL_SERVICE_NAME") ?? named ?? given;
}

/** Reads what the resource is described by, and says so where it cannot be. */
export function readResourceAttributes(): Record<string, string> {
  const attributes = resourceAttributes();
  if (attributes !== undefined) return attributes;
  const reason = "it is not name=value,name=value";
  cannotUse(RESOURCE_ATTRIBUTES, env(RESOURCE_ATTRIBUTES), reason);
  return {};
}

/** One mistake makes the whole value void, as the specification has it. */
function resourceAttributes(): Record<string, string> | undefined {
  const attributes: Record<string, string> = {};
  for (const entry of (env(RESOURCE_ATTRIBUTES) ?? "").split(",")) {
    if (entry.trim() === "") continue;
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry.trim()) ?? [];
    if (name === undefined || value === undefined) return undefined;
    try {
      const key = decodeURIComponent(name.trim());
      attributes[key] = decodeURIComponent(value.trim());
    } catch {
      return undefined;
    }
  }
  return attributes;
}
