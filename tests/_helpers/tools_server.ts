import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** An `mcp.json` entry of the server of tools that tests use. */
export function toolsServer(
  prefix = "",
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    command: Deno.execPath(),
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--config=${ROOT}deno.json`,
      `--lock=${ROOT}locks/demo_servers.lock`,
      "--frozen",
      "--allow-env=TRACEPARENT",
      `${ROOT}tests/_helpers/_tools_server_main.ts`,
      prefix,
    ],
    ...more,
  };
}
