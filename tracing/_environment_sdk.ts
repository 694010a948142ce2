import type { SpanLimits } from "@opentelemetry/sdk-trace-base";
import { env } from "./_env.ts";
import { MAX_DELAY, readNumber } from "./_environment_number.ts";
import { cannotUse } from "./warn.ts";

/** Which traces are recorded. */
export interface SamplerSettings {
  /** Whether a parent's decision is followed. */
  readonly parentBased: boolean;
  /** The share of the other traces that is recorded: from 0 to 1. */
  readonly ratio: number;
}

/** How spans are batched. */
export interface BatchSettings {
  /** How many spans wait at most. */
  readonly maxQueueSize: number;
  /** How many spans go in one request at most. */
  readonly maxExportBatchSize: number;
  /** How long a span waits for company, in milliseconds. */
  readonly scheduledDelayMillis: number;
  /** How long a batch is waited for, in milliseconds. */
  readonly exportTimeoutMillis: number;
}

/**
 * Room for an agent's bursts: 200 runs that end at once, of a few hundred
 * spans each. The specification's 2048 would lose most of them.
 */
const QUEUE_SIZE = 65_536;

const SAMPLERS: Readonly<Record<string, SamplerSettings | "ratio">> = {
  "always_on": { parentBased: false, ratio: 1 },
  "always_off": { parentBased: false, ratio: 0 },
  "traceidratio": "ratio",
  "parentbased_always_on": { parentBased: true, ratio: 1 },
  "parentbased_always_off": { parentBased: true, ratio: 0 },
  "parentbased_traceidratio": "ratio",
};

/**
 * Reads `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`.
 *
 * @returns Which traces are recorded: all, unless they say otherwise.
 */
export function readSampler(): SamplerSettings {
  const variable = "OTEL_TRACES_SAMPLER";
  const value = env(variable) ?? "parentbased_always_on";
  const name = value.trim().toLowerCase();
  const sampler = Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name] : undefined;
  if (sampler === undefined) {
    const known = Object.keys(SAMPLERS).join(", ");
    cannotUse(variable, value, `only these are known: ${known}`);
    return { parentBased: true, ratio: 1 };
  }
  if (sampler !== "ratio") return sampler;
  const bounds = { min: 0, max: 1, whole: false };
  return {
    parentBased: name.startsWith("parentbased"),
    ratio: readNumber("OTEL_TRACES_SAMPLER_ARG", bounds) ?? 1,
  };
}

/**
 * Reads `OTEL_BSP_*`.
 *
 * @returns How spans are batched.
 */
export function readBatch(): BatchSettings {
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
 *
 * @returns How much a span holds, where it is said.
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
