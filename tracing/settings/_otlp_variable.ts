import { env } from "../base/env.ts";

const PREFIX = "OTEL_EXPORTER_OTLP_";

/**
 * Names the variable of an OTLP setting.
 *
 * @param setting The end of the name, such as `TIMEOUT`.
 * @returns The variable for traces where it is set, else the general one.
 */
export function otlpVariable(setting: string): string {
  const traces = `${PREFIX}TRACES_${setting}`;
  return env(traces) === undefined ? PREFIX + setting : traces;
}
