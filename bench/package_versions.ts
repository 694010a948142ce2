import importMap from "../import_map.json" with { type: "json" };
import peers from "./peers/deno.json" with { type: "json" };

/** Packages that we are measured with, whatever the peers are measured with. */
const OURS = [
  "@anthropic-ai/claude-agent-sdk",
  "@openai/agents",
  "@opentelemetry/otlp-transformer",
  "@opentelemetry/sdk-trace-base",
  "deepagents",
  "langchain",
  "openai",
];

/** Whose packages are only there for another package's sake. */
const BESIDE = /^@opentelemetry\/|^zod$|\/$/;

/**
 * Reads which versions of packages are measured.
 *
 * @returns The versions, by the names of the packages.
 */
export function packageVersions(): Record<string, string> {
  const { imports } = importMap as { imports: Record<string, string> };
  const all: Readonly<Record<string, string>> = peers.imports;
  const others = Object.keys(all).filter((name) => !BESIDE.test(name));
  const found = [...OURS, ...others].map((name) => [
    name,
    (all[name] ?? imports[name])?.match(/^npm:.+@(.+)$/)?.[1],
  ]);
  return Object.fromEntries(
    found.filter(([, version]) => version !== undefined).toSorted(),
  );
}
