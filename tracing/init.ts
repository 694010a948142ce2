import {
  readDisabled,
  readExporters,
  readPropagators,
  readServiceName,
} from "./settings/environment.ts";
import { env, mayRead } from "./base/env.ts";
import {
  type HandleOptions,
  type Tracing,
  TracingHandle,
} from "./export/handle.ts";
import { installFetch } from "./http/install_fetch.ts";
import type { OpenTracing } from "./export/provider.ts";
import type { TracerProvider } from "./base/otel.ts";
import { otherVersions, showToEveryCopy } from "./base/registry.ts";
import { state } from "./base/state.ts";
import { activeProvider } from "./base/tracers.ts";
import { checkCapture } from "./privacy/content.ts";
import { checkJoining } from "./settings/check_joining.ts";
import { cannotUse, reasonOf, warn } from "./privacy/warn.ts";
import { usableName, usableOptions } from "./_usable_options.ts";

export type { Tracing };

/** Options for {@linkcode initTracing}. */
export interface InitOptions {
  /** The value of `service.version`: the version of the program. */
  readonly serviceVersion?: string;
  /**
   * How long flushing may take in all, in milliseconds.
   *
   * @default {5000}
   */
  readonly flushTimeoutMs?: number;
  /**
   * Whether the global `fetch` is replaced by one that is traced. The exported
   * `tracedFetch` is traced either way.
   *
   * @default {true}
   */
  readonly fetch?: boolean;
  /**
   * The folder that a relative `OTEL_TRACES_FILE` is in.
   *
   * @default {the process's current folder}
   */
  readonly cwd?: string;
  /**
   * The program's own provider, which makes the spans. It need not be
   * registered, and the program flushes it and shuts it down. Of the
   * environment, only `OTEL_SDK_DISABLED` and `OTEL_PROPAGATORS` then count.
   *
   * @default {the registered provider, else one as the environment asks}
   */
  readonly tracerProvider?: TracerProvider;
}

const DEFAULT_FLUSH_TIMEOUT_MS = 5000;

let current: Promise<Tracing> | undefined;
let ending: Promise<void> | undefined;

/**
 * Turns tracing on, if the environment asks for it.
 *
 * `OTEL_EXPORTER_OTLP_ENDPOINT` sends spans to a collector, `OTEL_TRACES_FILE`
 * appends them to a file, `OTEL_TRACES_EXPORTER=console` shows them on stderr;
 * a provider that the program registered or names here, or Deno's own
 * OpenTelemetry, is joined. With none of these, nothing happens and nothing is loaded.
 *
 * Tracing never changes what the program does: this never rejects, and what
 * cannot be used is one line on stderr. While tracing is on, a second call
 * gives the same handle.
 *
 * @example Usage
 * ```ts
 * import { initTracing, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await using tracing = await initTracing("my-agent");
 * const answer = await traceRun(
 *   { runner: "mine", model: "gpt-5" },
 *   () => "42",
 * );
 * assertEquals(answer, "42");
 * ```
 *
 * @param serviceName The value of `service.name`, unless `OTEL_SERVICE_NAME`
 * or `OTEL_RESOURCE_ATTRIBUTES` names another.
 * @param options Additional options.
 * @returns The handle.
 */
export function initTracing(
  serviceName: string,
  options: InitOptions = {},
): Promise<Tracing> {
  return current ??= start(
    usableName(serviceName),
    usableOptions(options),
  );
}

async function start(
  serviceName: string,
  options: InitOptions,
): Promise<Tracing> {
  await ending;
  try {
    return handle(await open(serviceName, options) ?? OFF, options);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotCapable
      ? "its variables may not all be read; it needs --allow-env=OTEL_*"
      : reasonOf(error);
    warn(`Cannot turn tracing on: ${reason}`);
    return handle(OFF, options);
  }
}

/** What tracing that is on, or off, consists of. */
type Opened = Pick<HandleOptions, "enabled" | "sinks" | "close">;

const OFF: Opened = { enabled: false, sinks: [], close: () => {} };

async function open(
  serviceName: string,
  options: InitOptions,
): Promise<Opened | undefined> {
  state.disabled = readDisabled();
  state.serviceName = readServiceName(serviceName);
  if (state.disabled) return undefined;
  state.provider = options.tracerProvider;
  if (state.provider === undefined && state.denoTelemetry) {
    ignoreFile("Deno's own OpenTelemetry exports the spans");
    checkUse();
    return { ...OFF, enabled: true };
  }
  const opened = await openTracing(state.serviceName, options);
  if (opened === undefined) return undefined;
  for (const version of otherVersions()) {
    warn(
      `Cannot join the provider that @opentelemetry/api ${version} registered: ` +
        "its spans are not in the trace; take version 1.3 to 1.10",
    );
  }
  const restoreVersion = showToEveryCopy();
  const restoreFetch = options.fetch === false ? () => {} : installFetch();
  const close = () => {
    restoreFetch();
    restoreVersion();
    opened.unregister();
  };
  return { enabled: true, sinks: opened.sinks, close };
}

/** Loads the SDK, or what joining a provider takes, only where it is needed. */
async function openTracing(
  serviceName: string,
  {
    serviceVersion,
    cwd: folder,
    flushTimeoutMs = DEFAULT_FLUSH_TIMEOUT_MS,
  }: InitOptions,
): Promise<OpenTracing | undefined> {
  if (activeProvider() !== undefined) {
    const has = state.provider === undefined ? "registered" : "given";
    ignoreFile(`the program has ${has} a provider of its own`);
    checkUse();
    const { registerContext } = await import("./export/register_context.ts");
    return { sinks: [], unregister: registerContext(readPropagators()) };
  }
  const wanted = readExporters();
  const { otlp, file } = wanted;
  if (otlp === undefined && file === undefined && !wanted.console) {
    return undefined;
  }
  // The SDK looks at all of them: it would throw, or ask the person.
  if (!mayRead("OTEL_*")) throw new Deno.errors.NotCapable();
  checkUse();
  const { openProvider } = await import("./export/provider.ts");
  return await openProvider(wanted, {
    serviceName,
    serviceVersion,
    folder,
    flushTimeoutMs,
  });
}

/** Says what means nothing of the variables that others read, as they need it. */
function checkUse(): void {
  checkCapture();
  checkJoining();
}

function ignoreFile(reason: string): void {
  const path = env("OTEL_TRACES_FILE");
  if (path !== undefined) cannotUse("OTEL_TRACES_FILE", path, reason);
}

function handle(opened: Opened, options: InitOptions): Tracing {
  return new TracingHandle({
    ...opened,
    timeoutMs: options.flushTimeoutMs ?? DEFAULT_FLUSH_TIMEOUT_MS,
    close: () => {
      opened.close();
      state.serviceName = undefined;
      state.provider = undefined;
    },
    onShutdown: (ended) => {
      current = undefined;
      ending = ended;
    },
  });
}
