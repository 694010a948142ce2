import { Command } from "commander";
import { cancelOnInterrupt } from "@turnspan/turnspan";
import { installLitellm } from "../deploy/litellm/install.ts";
import {
  DEMO_CONFIG,
  demoModelEnv,
  startLitellm,
} from "../deploy/litellm/start.ts";
import { startScriptedModel } from "../demo/scripted_model/start.ts";
import metadata from "../deno.json" with { type: "json" };
import { exitCodeOf } from "./_exit_code.ts";
import { newLog, serve, serverCode } from "./_local_server.ts";
import { longWork } from "./_long_work.ts";
import { parse } from "./_parse.ts";
import { err, out, personsPath } from "./_terminal.ts";
import { UsageError } from "./_usage_error.ts";

/** The port that everybody expects. */
const PORT = 4000;

/** Where its spans go unless the environment says so: a collector's default. */
const ENDPOINT = "http://localhost:4318";

/** What the person asked for. */
interface LitellmOptions {
  readonly config?: string;
}

/**
 * Runs the LiteLLM proxy until it is interrupted.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export function litellmMain(args: readonly string[]): Promise<number> {
  return exitCodeOf("litellm", async () => {
    const options = parse<LitellmOptions>(litellmCommand(), args);
    if (options === undefined) return 0;
    const config = await configPath(options);
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    return await serverCode("litellm", interrupt, async () => {
      const log = await newLog("litellm");
      const onInstall = () => longWork("Installing LiteLLM, 700 MB", log);
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
      say(proxy.baseUrl, key, log);
      await serve("LiteLLM", proxy, log, interrupt);
      return 0;
    });
  });
}

function litellmCommand(): Command {
  return new Command("litellm")
    .description(
      "Starts a LiteLLM proxy on this machine whose spans join the traces of the\n" +
        "agents that call it. The first time it is installed into a virtual\n" +
        "environment of its own, which takes a minute or two and needs Python.",
    )
    .option(
      "--config <file>",
      "a configuration (default: deploy/litellm/demo.yaml: every model of OpenAI\n" +
        "and Anthropic whose key is set, and the scripted models demo and\n" +
        "demo-claude)",
    )
    .version(metadata.version)
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
It takes port 4000 of 127.0.0.1, or a free one where that is taken, and prints
the variables for the agents. From the environment it reads
  OPENAI_API_KEY, ANTHROPIC_API_KEY  the vendors' keys
  LITELLM_MASTER_KEY                 what the agents show (default: a new one)
  OTEL_EXPORTER_OTLP_ENDPOINT        where its spans go (default: ${ENDPOINT})
  LITELLM_OTEL_V2                    true for the newer set of spans

Exit codes: 1 failed, 2 bad usage, 130 and 143 interrupted.`,
    );
}

async function configPath({ config }: LitellmOptions): Promise<string> {
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

function say(baseUrl: string, key: string, log: string): void {
  err("LiteLLM answers. For the agents, in another terminal:\n");
  out(`export LITELLM_BASE_URL=${baseUrl}`);
  out(`export LITELLM_API_KEY=${key}`);
  out(`export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint()}`);
  err(`
Then, with the scripted model:
  deno task plan-execute --model-id litellm_proxy/demo "Why is Chiller 6 drawing more power?"

Its spans go to ${endpoint()}. The log is ${log}. Ctrl-C stops it.`);
}

/** Where its spans go. */
function endpoint(): string {
  return Deno.env.get("OTEL_EXPORTER_OTLP_ENDPOINT") || ENDPOINT;
}
