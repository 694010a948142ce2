import { fileURLToPath } from "node:url";
import { freePort } from "../../servers/process/free_port.ts";
import { type Service, startService } from "../../servers/process/service.ts";
import { e2eEnvironment } from "./_environment.ts";

/** The Collector of `deploy/collector`. Leaving its block stops it. */
export interface Collector extends Service {
  /** Where spans are sent to. */
  readonly otlpUrl: string;
}

/** How it is started. */
export interface CollectorInit {
  /** The name of its log. */
  readonly name: string;
  /** The variables of `config.yaml`. */
  readonly env: Readonly<Record<string, string>>;
}

const FOLDER = fileURLToPath(import.meta.resolve("../../deploy/collector/"));
const HEALTH = fileURLToPath(import.meta.resolve("./collector_health.yaml"));

/** Starts it, in front of Jaeger. Jaeger's program is a Collector as well. */
export async function startCollector(
  { name, env }: CollectorInit,
): Promise<Collector> {
  const { jaegerBinary, jaeger, logs } = e2eEnvironment();
  const address = () => `127.0.0.1:${freePort()}`;
  const [otlp, health] = [address(), address()];
  const service = await startService({
    name: "the Collector",
    program: jaegerBinary,
    args: ["config.yaml", "to-jaeger.yaml", HEALTH]
      .flatMap((file) => ["--config", file]),
    cwd: FOLDER,
    env: {
      COLLECTOR_OTLP_HTTP: otlp,
      COLLECTOR_OTLP_GRPC: address(),
      COLLECTOR_HEALTH: health,
      COLLECTOR_DECISION_WAIT: "2s",
      JAEGER_ENDPOINT: jaeger.otlp,
      ...env,
    },
    log: `${logs}/${name}.log`,
    readyUrl: `http://${health}/status`,
    signal: AbortSignal.timeout(60_000),
  });
  return Object.assign(service, { otlpUrl: `http://${otlp}` });
}
