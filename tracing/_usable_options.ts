import { isJson } from "./base/json.ts";
import { warn } from "./privacy/warn.ts";

/** What the options of `initTracing` have to be. */
const KINDS: Readonly<Record<string, readonly [string, Is]>> = {
  serviceVersion: ["a string", (value) => typeof value === "string"],
  flushTimeoutMs: [
    "a number of milliseconds",
    (value) => typeof value === "number" && value >= 0,
  ],
  fetch: ["true or false", (value) => typeof value === "boolean"],
  cwd: ["a string", (value) => typeof value === "string"],
  tracerProvider: [
    "a tracer provider",
    (value) => isJson(value) && typeof value.getTracer === "function",
  ],
};

type Is = (value: unknown) => boolean;

/**
 * Leaves out what cannot be used, which a program without types may give. Each
 * is one line on stderr: tracing throws nothing.
 */
export function usableOptions<T extends object>(options: T): Partial<T> {
  const usable: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options ?? {})) {
    const [kind, is] = KINDS[name] ?? [];
    if (value === undefined || kind === undefined) continue;
    if (is!(value)) usable[name] = value;
    else warn(`Cannot use the option "${name}" of initTracing: not ${kind}`);
  }
  return usable as Partial<T>;
}

/**
 * The service's name where it is one. Without it the specification's own stands
 * in: "unknown_service:" and the program's name.
 */
export function usableName(serviceName: string): string {
  if (typeof serviceName === "string" && serviceName !== "") return serviceName;
  warn("Cannot use the service name of initTracing: not a string");
  return "unknown_service:deno";
}
