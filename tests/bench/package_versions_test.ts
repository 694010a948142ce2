import { assertEquals, assertMatch } from "@std/assert";
import { packageVersions } from "../../bench/package_versions.ts";

Deno.test("packageVersions() has exact versions of what is measured, ours and the peers'", () => {
  const versions = packageVersions();
  for (const [name, version] of Object.entries(versions)) {
    assertMatch(version, /^\d+\.\d+\.\d+$/, name);
  }
  const names = Object.keys(versions);
  assertEquals(names, names.toSorted());
  for (
    const name of [
      "@anthropic-ai/claude-agent-sdk",
      "@arizeai/openinference-instrumentation-langchain",
      "@opentelemetry/sdk-trace-base",
      "@traceloop/instrumentation-openai",
      "deepagents",
    ]
  ) assertEquals(names.includes(name), true, name);
});
