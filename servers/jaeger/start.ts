import { fileURLToPath } from "node:url";
import { freePort } from "../process/free_port.ts";
import { type Service, startService } from "../process/service.ts";

/** Options for {@linkcode startJaeger}. */
export interface StartJaegerOptions {
  /** The program, as `buildJaeger()` gives it. */
  readonly program: string;
  /** The file that its output is appended to. */
  readonly log: string;
  /** Gives up on starting it. */
  readonly signal: AbortSignal;
  /**
   * Whether it takes Jaeger's usual ports, where they are free.
   *
   * @default {false}
   */
  readonly usualPorts?: boolean;
}

/** Jaeger, which answers. Leaving its block stops it. */
export interface Jaeger extends Service {
  /** Where spans are sent to, over HTTP: `http://127.0.0.1:<port>`. */
  readonly otlpUrl: string;
  /** Where traces are read from: `http://127.0.0.1:<port>`. */
  readonly queryUrl: string;
}

const CONFIG = fileURLToPath(
  import.meta.resolve("../../deploy/jaeger/config.yaml"),
);
const UI_CONFIG = fileURLToPath(
  import.meta.resolve("../../deploy/dashboards/jaeger/ui.json"),
);

/**
 * Starts Jaeger on loopback, with its traces in memory.
 *
 * @param options The program, and where to log.
 * @returns Jaeger, ready to take spans.
 * @throws {LocalError} If it does not start.
 */
export async function startJaeger(
  { program, log, signal, usualPorts = false }: StartJaegerOptions,
): Promise<Jaeger> {
  const address = (usual: number) =>
    `127.0.0.1:${freePort(usualPorts ? usual : 0)}`;
  const otlp = address(4318);
  const query = address(16686);
  const service = await startService({
    name: "Jaeger",
    program,
    args: ["--config", `file:${CONFIG}`],
    env: {
      JAEGER_OTLP_HTTP: otlp,
      JAEGER_OTLP_GRPC: address(4317),
      JAEGER_QUERY_HTTP: query,
      JAEGER_QUERY_GRPC: address(16685),
      JAEGER_UI_CONFIG: UI_CONFIG,
    },
    log,
    readyUrl: `http://${query}/api/v3/services`,
    // It needs up to 16 s for a SIGTERM, and holds nothing that could be lost.
    stopSignal: "SIGKILL",
    signal,
  });
  return Object.assign(service, {
    otlpUrl: `http://${otlp}`,
    queryUrl: `http://${query}`,
  });
}
