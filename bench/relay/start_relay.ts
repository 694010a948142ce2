import { fileURLToPath } from "node:url";
import { untraced } from "../shared/untraced.ts";

/** What Deno is started with. */
const RELAY =
  "run --quiet --no-prompt --lock=locks/bench.lock --frozen --allow-env --allow-net=127.0.0.1 --allow-sys bench/relay/relay_main.ts";

/** The memory of a relay's process, in bytes. */
export interface Memory {
  readonly rss: number;
  /** The most since it was asked for before. */
  readonly peak: number;
}

/**
 * The least that any relay does, the same with replies seen, the same with
 * requests parsed, or ours.
 */
export type Relay = "bare" | "seen" | "parsed" | "relay";

/** Options for {@linkcode startRelay}. */
export interface RelayOptions {
  /** Where it sends requests to. */
  readonly upstream: string;
  /** Where it sends its spans to. */
  readonly collector: string;
}

/** A relay in a process of its own. */
export interface RelayProcess extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string;
  /** Asks for its memory. */
  memory(): Promise<Memory>;
}

/**
 * Starts a relay in a process of its own, which ends with this one.
 *
 * @param kind What it is.
 * @param options Where it sends to.
 * @returns The relay, which listens.
 */
export async function startRelay(
  kind: Relay,
  { upstream, collector }: RelayOptions,
): Promise<RelayProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...RELAY.split(" "), kind, upstream],
    cwd: fileURLToPath(import.meta.resolve("../../")),
    clearEnv: true,
    env: {
      ...untraced(),
      ...(kind !== "relay" ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector }),
    },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = lines(child.stdout);
  const next = async () => JSON.parse((await output.next()).value ?? "{}");
  const { url } = await next();
  return {
    url,
    async memory() {
      await input.write(new TextEncoder().encode("\n"));
      return await next();
    },
    async [Symbol.asyncDispose]() {
      await input.close();
      await child.status;
      await output.return(undefined);
    },
  };
}

async function* lines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const all = (rest + text).split("\n");
    rest = all.pop() ?? "";
    yield* all;
  }
}
