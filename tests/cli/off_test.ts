import { assertEquals, assertMatch } from "@std/assert";
import importMap from "../../import_map.json" with { type: "json" };
import { toolsServer } from "../_helpers/tools_server.ts";
import {
  type CommandResult,
  Folder,
  runCommand,
  withImportMap,
} from "./_command.ts";
import { echoes, startModel } from "./_model.ts";

/** What tracing loads once it is on. */
const SDK = /^@opentelemetry\/(?!api)/;

/** An import map in which every module of the SDK throws when it is loaded. */
function withoutSdk(folder: Folder): string {
  const sdk = folder.write("sdk.ts", 'throw new Error("the SDK was loaded");');
  const names = Object.keys(importMap.imports).filter((name) => SDK.test(name));
  return folder.importMap(
    Object.fromEntries(names.map((name) => [name, sdk])),
  );
}

/** Runs the command where the SDK cannot be loaded and only the model reached. */
async function runWithoutSdk(
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  using folder = new Folder();
  folder.servers({ tools: toolsServer() });
  const map = withoutSdk(folder);
  await using model = startModel(echoes());
  const { host } = new URL(model.env.OPENAI_BASE_URL!);
  return await runCommand(["--model-id", "openai/tested", "Say hello"], {
    cwd: folder.path,
    env: { ...model.env, ...env },
    flags: (flags) =>
      withImportMap(flags, map).map((flag) =>
        flag === "--allow-net" ? `--allow-net=${host}` : flag
      ),
  });
}

Deno.test("plan-execute loads no SDK and reaches only the model when tracing is off", async () => {
  for (
    const env of [{}, { OTEL_SDK_DISABLED: "true", OTEL_TRACES_FILE: "x" }]
  ) {
    const { code, stdout, stderr } = await runWithoutSdk(env);
    assertEquals([code, stdout, stderr], [0, "It says hello\n", ""]);
  }
});

Deno.test("plan-execute answers also where the SDK cannot be loaded", async () => {
  // That the test above sees what is loaded: otherwise it would prove nothing.
  const { code, stdout, stderr } = await runWithoutSdk({
    OTEL_TRACES_FILE: "traces.jsonl",
  });
  assertEquals([code, stdout], [0, "It says hello\n"]);
  assertMatch(stderr, /^turnspan: Cannot turn tracing on: [^\n]+\n$/);
});
