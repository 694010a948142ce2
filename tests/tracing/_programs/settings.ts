// deno-lint-ignore-file no-console
/** Prints how the environment was understood. */
import {
  readExporters,
  readServiceName,
} from "../../../tracing/_environment.ts";
import { readOtlp } from "../../../tracing/_environment_otlp.ts";
import { readPropagators } from "../../../tracing/_environment_propagators.ts";
import { readResourceAttributes } from "../../../tracing/_environment_resource.ts";
import {
  readBatch,
  readLimits,
  readSampler,
} from "../../../tracing/_environment_sdk.ts";

const exporters = readExporters();
const otlp = exporters.otlp === undefined
  ? undefined
  : readOtlp(exporters.otlp);
console.log(JSON.stringify({
  exporters,
  otlp: otlp && {
    ...otlp,
    url: otlp.url.href,
  },
  serviceName: readServiceName("given"),
  resource: readResourceAttributes(),
  sampler: readSampler(),
  batch: readBatch(),
  limits: readLimits(),
  propagators: readPropagators(),
}));
