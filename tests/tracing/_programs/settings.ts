// deno-lint-ignore-file no-console
/** Prints how the environment was understood. */
import {
  readExporters,
  readPropagators,
  readResourceAttributes,
  readServiceName,
} from "../../../tracing/settings/environment.ts";
import { readOtlp } from "../../../tracing/settings/otlp.ts";
import {
  readBatch,
  readLimits,
  readSampler,
} from "../../../tracing/settings/sdk.ts";

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
  sampler: described(readSampler().toString()),
  batch: readBatch(),
  limits: readLimits(),
  propagators: readPropagators(),
}));

/** What a sampler says of itself, such as `ParentBased{root=AlwaysOnSampler, …`. */
function described(sampler: string): { parentBased: boolean; ratio: number } {
  const [, parentBased, root = "", ratio] =
    /^(ParentBased\{root=)?(\w+?)(?:Sampler|\{(.+?)\}|,|$)/.exec(sampler) ?? [];
  return {
    parentBased: parentBased !== undefined,
    ratio: root === "AlwaysOn" ? 1 : root === "AlwaysOff" ? 0 : Number(ratio),
  };
}
