import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type BufferConfig,
  ParentBasedSampler,
  type Sampler,
  type SpanLimits,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-base";
import { env } from "../base/env.ts";
import { MAX_DELAY, readNumber } from "./_variable.ts";
import { cannotUse } from "../privacy/warn.ts";

/**
 * Room for an agent's bursts: 200 runs that end at once, of a few hundred
 * spans each. The specification's 2048 would lose most of them.
 */
const QUEUE_SIZE = 65_536;

/** The specification's samplers: each may stand behind `parentbased_`. */
const SAMPLERS = ["always_on", "always_off", "traceidratio"];
const KNOWN_SAMPLERS = [
  ...SAMPLERS,
  ...SAMPLERS.map((name) => `parentbased_${name}`),
];

/**
 * Reads `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`. The provider reads
 * them too, and only in lower case.
 */
export function readSampler(): Sampler {
  const variable = "OTEL_TRACES_SAMPLER";
  const value = env(variable) ?? "parentbased_always_on";
  let name = value.trim().toLowerCase();
  if (!KNOWN_SAMPLERS.includes(name)) {
    const known = KNOWN_SAMPLERS.join(", ");
    cannotUse(variable, value, `only these are known: ${known}`);
    name = "parentbased_always_on";
  }
  const root = name.endsWith("always_on")
    ? new AlwaysOnSampler()
    : name.endsWith("always_off")
    ? new AlwaysOffSampler()
    : new TraceIdRatioBasedSampler(readRatio());
  return name.startsWith("parent") ? new ParentBasedSampler({ root }) : root;
}

function readRatio(): number {
  const bounds = { min: 0, max: 1, whole: false };
  return readNumber("OTEL_TRACES_SAMPLER_ARG", bounds) ?? 1;
}

/** Reads `OTEL_BSP_*`. */
export function readBatch(): Required<BufferConfig> {
  const size = { min: 1, max: 2 ** 24 };
  const maxQueueSize = readNumber("OTEL_BSP_MAX_QUEUE_SIZE", size) ??
    QUEUE_SIZE;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(
      readNumber("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", size) ?? 512,
      maxQueueSize,
    ),
    scheduledDelayMillis:
      readNumber("OTEL_BSP_SCHEDULE_DELAY", { min: 0, max: MAX_DELAY }) ?? 5000,
    exportTimeoutMillis:
      readNumber("OTEL_BSP_EXPORT_TIMEOUT", { min: 1, max: MAX_DELAY }) ??
        30_000,
  };
}

/** The limits of the SDK, and the variables of each, the first that is set. */
const LIMITS = {
  attributeValueLengthLimit: [
    "SPAN_ATTRIBUTE_VALUE_LENGTH",
    "ATTRIBUTE_VALUE_LENGTH",
  ],
  attributeCountLimit: ["SPAN_ATTRIBUTE_COUNT", "ATTRIBUTE_COUNT"],
  linkCountLimit: ["SPAN_LINK_COUNT"],
  eventCountLimit: ["SPAN_EVENT_COUNT"],
  // The specification's names, then those of the JavaScript SDK.
  attributePerEventCountLimit: [
    "EVENT_ATTRIBUTE_COUNT",
    "SPAN_ATTRIBUTE_PER_EVENT_COUNT",
  ],
  attributePerLinkCountLimit: [
    "LINK_ATTRIBUTE_COUNT",
    "SPAN_ATTRIBUTE_PER_LINK_COUNT",
  ],
};

/**
 * Reads `OTEL_*_LIMIT`. The general limits stand in for those of spans.
 *
 * The provider reads them too, and takes any number: a limit whose variables
 * hold none that can be used is the specification's default.
 */
export function readLimits(): SpanLimits {
  const limits: SpanLimits = {};
  for (const name of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    const variables = LIMITS[name].map((limit) => `OTEL_${limit}_LIMIT`);
    if (!variables.some((variable) => env(variable)?.trim())) continue;
    const fallback = name === "attributeValueLengthLimit" ? Infinity : 128;
    const found = variables.map((variable) => readNumber(variable, { min: 0 }));
    limits[name] = found.find((limit) => limit !== undefined) ?? fallback;
  }
  return limits;
}
