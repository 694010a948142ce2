import { fileURLToPath } from "node:url";
import { freePort } from "../process/free_port.ts";
import { type Service, startService } from "../process/service.ts";

/** Options for {@linkcode startLitellm}. */
export interface StartLitellmOptions {
  /** The program, as `installLitellm()` gives it. */
  readonly program: string;
  /** Its configuration. */
  readonly config: string;
  /** Variables besides ours: keys, addresses, where its spans go. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that its output is appended to. */
  readonly log: string;
  /** Gives up on starting it. */
  readonly signal: AbortSignal;
  /**
   * The port on loopback, if that is free.
   *
   * @default {a free one}
   */
  readonly port?: number;
}

/** The LiteLLM proxy, which answers. Leaving its block stops it. */
export interface Litellm extends Service {
  /** `http://127.0.0.1:<port>`. */
  readonly baseUrl: string;
}

/** A configuration of what `config.yaml` serves, and of the scripted model. */
export const DEMO_CONFIG: string = fileURLToPath(
  import.meta.resolve("../../deploy/litellm/demo.yaml"),
);

/** The variables that `demo.yaml` reads the scripted model's address from. */
export function demoModelEnv(baseUrl: string): Record<string, string> {
  return {
    DEMO_OPENAI_BASE_URL: `${baseUrl}/v1`,
    DEMO_ANTHROPIC_BASE_URL: baseUrl,
  };
}

/**
 * Starts the LiteLLM proxy on loopback.
 *
 * @param options The program, its configuration and its environment.
 * @returns The proxy, ready to answer.
 * @throws {LocalError} If it does not start.
 */
export async function startLitellm(
  { program, config, env, log, signal, port: wanted }: StartLitellmOptions,
): Promise<Litellm> {
  const port = freePort(wanted);
  const baseUrl = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: "LiteLLM",
    program,
    args: ["--config", config]
      .concat("--host", "127.0.0.1", "--port", `${port}`)
      .concat("--telemetry", "False"),
    env: {
      // Without it, importing LiteLLM downloads the list of prices.
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
      // Releases differ in what they send by default, and some leave out the
      // span of the model call.
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      USE_OTEL_LITELLM_REQUEST_SPAN: "true",
      ...env,
    },
    log,
    readyUrl: `${baseUrl}/health/liveliness`,
    signal,
  });
  return Object.assign(service, { baseUrl });
}
