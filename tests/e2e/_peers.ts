import { fileURLToPath } from "node:url";
import { longWork } from "../../cli/server/local_server.ts";
import { buildJaeger } from "../../servers/jaeger/build.ts";
import { startJaeger } from "../../servers/jaeger/start.ts";
import { installLitellm } from "../../servers/litellm/install.ts";
import {
  demoModelEnv,
  type Litellm,
  startLitellm,
} from "../../servers/litellm/start.ts";
import type { E2eEnvironment, SpanSet } from "./_environment.ts";
import { proxyEnv } from "./_proxy_env.ts";
import { startUpstream } from "./_upstream.ts";

/** Options for {@linkcode startPeers}. */
export interface PeersOptions {
  /** The folder that all of them log to. */
  readonly logs: string;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** The peers of the tests. Leaving their block stops them all. */
export interface Peers extends AsyncDisposable {
  readonly addresses: Omit<E2eEnvironment, "logs" | "runners">;
}

const CONFIG = fileURLToPath(import.meta.resolve("./proxy.yaml"));

/**
 * Starts the scripted model, Jaeger, and a LiteLLM proxy for each span set.
 *
 * @throws {LocalError} If one of them cannot be had; the others are stopped.
 */
export async function startPeers(options: PeersOptions): Promise<Peers> {
  const { logs, signal } = options;
  await using stack = new AsyncDisposableStack();
  const [litellm, jaegerBinary] = await programs(options);
  const jaeger = stack.use(
    await startJaeger({
      program: jaegerBinary,
      log: `${logs}/jaeger.log`,
      signal,
    }),
  );
  const upstream = stack.use(startUpstream());
  const apiKey = `sk-${crypto.randomUUID()}`;
  const start = async (set: SpanSet): Promise<Litellm> =>
    stack.use(
      await startLitellm({
        program: litellm,
        config: CONFIG,
        env: {
          ...proxyEnv(set, jaeger.otlpUrl),
          ...demoModelEnv(upstream.baseUrl),
          LITELLM_MASTER_KEY: apiKey,
        },
        log: `${logs}/litellm-${set}.log`,
        signal,
      }),
    );
  // All of them, so that one which fails leaves none that nobody stops.
  const started = await Promise.allSettled([start("v1"), start("v2")]);
  const [v1, v2] = started.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return { baseUrl: one.value.baseUrl, apiKey };
  });
  const peers = stack.move();
  return {
    addresses: {
      upstream: upstream.baseUrl,
      proxies: { v1: v1!, v2: v2! },
      jaeger: { otlp: jaeger.otlpUrl, query: jaeger.queryUrl },
      litellmProgram: litellm,
      jaegerBinary,
    },
    [Symbol.asyncDispose]: () => peers.disposeAsync(),
  };
}

/** Installs and builds, side by side: most of either is waiting. */
async function programs(
  { logs, signal }: PeersOptions,
): Promise<[litellm: string, jaeger: string]> {
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  const works = [
    installLitellm({
      log: `${logs}/install-litellm.log`,
      signal: either,
      onInstall: () =>
        longWork("Installing LiteLLM", `${logs}/install-litellm.log`),
    }),
    buildJaeger({
      log: `${logs}/build-jaeger.log`,
      signal: either,
      onBuild: () =>
        longWork(
          "Building Jaeger, about 5 minutes",
          `${logs}/build-jaeger.log`,
        ),
    }),
  ] as const;
  try {
    return await Promise.all(works);
  } catch (error) {
    giveUp.abort(error);
    await Promise.allSettled(works);
    throw error;
  }
}
