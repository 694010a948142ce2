import { cpus, type as osName } from "node:os";
import importMap from "../../import_map.json" with { type: "json" };
import type { Machine } from "./results.ts";

/** Packages that are measured, or that what is measured stands on. */
const PACKAGES = [
  "@anthropic-ai/claude-agent-sdk",
  "@openai/agents",
  "@opentelemetry/api",
  "@opentelemetry/otlp-transformer",
  "@opentelemetry/sdk-trace-base",
  "deepagents",
  "langchain",
  "openai",
];

/**
 * Describes the machine, with nothing that tells whose it is.
 *
 * @returns What a table of figures is read with.
 */
export function thisMachine(): Machine {
  const { arch } = Deno.build;
  const { v8 } = Deno.version;
  return {
    cpu: cpus()[0]?.model.trim() ?? arch,
    cores: navigator.hardwareConcurrency,
    memoryGB: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    os: `${osName()} ${Deno.osRelease().split("-")[0]}, ${arch}`,
    deno: `${Deno.version.deno} (V8 ${v8})`,
  };
}

/**
 * Reads which versions of packages are measured.
 *
 * @param added Those of other suites, by their names.
 * @returns The versions, by the names of the packages.
 */
export function packageVersions(
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { imports } = importMap as { imports: Record<string, string> };
  const own = PACKAGES.map((name) => [
    name,
    imports[name]?.replace(/^.*@/, "") ?? "",
  ]);
  return { ...Object.fromEntries(own), ...added };
}
