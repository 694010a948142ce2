import { cancelOnInterrupt } from "@turnspan/turnspan";
import { denoCommand } from "../../command_line/deno_command.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import { installLitellm } from "../../servers/litellm/install.ts";
import {
  DEMO_CONFIG,
  demoModelEnv,
  startLitellm,
} from "../../servers/litellm/start.ts";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { longWork, newLog, serve, serverCode } from "./local_server.ts";
import { err, out, personsPath } from "../shared/terminal.ts";
import { LITELLM_COMMAND } from "./litellm_command.ts";

/** The port that everybody expects. */
const PORT = 4000;

/** What is said before it is installed. */
const EXPECTED = `\
This takes a minute or two, only the first time. Then the proxy answers at
http://127.0.0.1:${PORT}, or at a free port where that is taken.`;

/** Where its spans go unless the environment says so: a collector's default. */
const ENDPOINT = "http://localhost:4318";

/** Runs the LiteLLM proxy until it is interrupted. */
export function litellmMain(args: readonly string[]): Promise<number> {
  return runCommand(LITELLM_COMMAND, args, async (values) => {
    const config = await configPath(values.config);
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    return await serverCode("litellm", interrupt, async () => {
      const log = await newLog("litellm");
      const onInstall = () =>
        longWork("Installing LiteLLM, 700 MB", log, EXPECTED);
      const program = await installLitellm({ log, signal, onInstall });
      await using model = startScriptedModel();
      const key = Deno.env.get("LITELLM_MASTER_KEY") || newKey();
      await using proxy = await startLitellm({
        program,
        config,
        env: {
          ...demoModelEnv(model.baseUrl),
          LITELLM_MASTER_KEY: key,
          OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(),
        },
        log,
        signal,
        port: PORT,
      });
      printHints(proxy.baseUrl, key, log);
      await serve("LiteLLM", proxy, log, interrupt);
      return 0;
    });
  });
}

async function configPath(config: string | undefined): Promise<string> {
  if (config === undefined) return DEMO_CONFIG;
  const path = personsPath(config);
  const found = await Deno.stat(path).catch(() => undefined);
  if (found?.isFile) return path;
  throw new UsageError(
    `Cannot use --config "${config}": there is no such file`,
  );
}

/** LiteLLM wants a key that begins so. */
function newKey(): string {
  return `sk-${crypto.randomUUID()}`;
}

function printHints(baseUrl: string, key: string, log: string): void {
  err("LiteLLM answers. For the agents, in another terminal:\n");
  out(`export LITELLM_BASE_URL=${baseUrl}`);
  out(`export LITELLM_API_KEY=${key}`);
  out(`export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint()}`);
  err(`
Then, with the scripted model:
  ${denoCommand()} task plan-execute --model-id litellm_proxy/demo "Why is Chiller 6 drawing more power?"

Its spans go to ${endpoint()}. The log is ${log}. Ctrl-C stops it.`);
}

/** Where its spans go. */
function endpoint(): string {
  return Deno.env.get("OTEL_EXPORTER_OTLP_ENDPOINT") || ENDPOINT;
}
