import { env } from "../base/env.ts";
import { resourceAttributes } from "./resource.ts";
import { cannotUse } from "../privacy/warn.ts";

/** Which exporters the environment asks for. */
export interface ExportersWanted {
  /** The variable that asks for OTLP, where one does. */
  readonly otlp?: string;
  /** Whether spans are to be shown on stderr. */
  readonly console: boolean;
  /** The path of the file that spans are to be appended to. */
  readonly file?: string;
}

/** Where OTLP goes to, the more specific first. */
const ENDPOINTS = [
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/**
 * Reads `OTEL_SDK_DISABLED`. Deno itself says so where it is neither true nor
 * false.
 */
export function readDisabled(): boolean {
  return env("OTEL_SDK_DISABLED")?.trim().toLowerCase() === "true";
}

/** Reads which exporters are wanted, and says which of them nobody has. */
export function readExporters(): ExportersWanted {
  const file = env("OTEL_TRACES_FILE");
  return { ...readNamed(), ...(file === undefined ? {} : { file }) };
}

/** `OTEL_TRACES_EXPORTER`, which decides between all exporters but the file. */
function readNamed(): ExportersWanted {
  const variable = "OTEL_TRACES_EXPORTER";
  const value = env(variable);
  const endpoint = ENDPOINTS.find((name) => env(name) !== undefined);
  if (value === undefined) {
    return { console: false, ...(endpoint && { otlp: endpoint }) };
  }
  const names = value.split(",").map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const unknown = names.filter((name) =>
    !["otlp", "console", "none"].includes(name)
  );
  if (unknown.length > 0) {
    cannotUse(variable, value, "only otlp, console and none are known");
  } else if (names.includes("none") && names.length > 1) {
    cannotUse(variable, value, "none allows no other; no spans are exported");
  }
  if (names.includes("none")) return { console: false };
  return {
    console: names.includes("console"),
    ...(names.includes("otlp") && { otlp: endpoint ?? variable }),
  };
}

/**
 * Reads the service's name: `OTEL_SERVICE_NAME`, then
 * `OTEL_RESOURCE_ATTRIBUTES`, then what the program says.
 */
export function readServiceName(given: string): string {
  const { "service.name": named } = resourceAttributes() ?? {};
  return env("OTEL_SERVICE_NAME") ?? named ?? given;
}
