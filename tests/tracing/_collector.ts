/** A request that a collector got. */
export interface CollectedRequest {
  readonly path: string;
  readonly headers: Headers;
  /** The body, after decompression. */
  readonly body: Uint8Array;
}

/** A collector on loopback. */
export interface Collector extends AsyncDisposable {
  /** Where it listens: no path. */
  readonly url: string;
  /** What it got so far. */
  readonly requests: readonly CollectedRequest[];
  /** The spans of its JSON requests. */
  spans(): OtlpSpan[];
}

/** The parts of an OTLP/JSON span that tests look at. */
export interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly droppedAttributesCount?: number;
  readonly attributes: readonly OtlpAttribute[];
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version?: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

/** Answers a request, or never. */
export type Reply = (
  request: CollectedRequest,
) => Response | Promise<Response>;

/** Starts a collector, which takes everything unless told otherwise. */
export function startCollector(
  reply: Reply = () => Response.json({}),
  tls: { cert: string; key: string } | Record<never, never> = {},
): Collector {
  const requests: CollectedRequest[] = [];
  const stop = new AbortController();
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: () => {},
    ...tls,
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const stream = request.headers.get("content-encoding") === "gzip"
      ? request.body?.pipeThrough(new DecompressionStream("gzip"))
      : request.body;
    const body = await new Response(stream ?? null).bytes();
    const { headers } = request;
    const got = { path: pathname + search, headers, body };
    requests.push(got);
    return await reply(got);
  });
  const scheme = "cert" in tls ? "https://localhost" : "http://127.0.0.1";
  return {
    url: `${scheme}:${server.addr.port}`,
    requests,
    spans: () =>
      requests.filter(({ path }) => path === "/v1/traces")
        .flatMap(({ body }) => spansOf(decodeJson(body))),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
    },
  };
}

/** Reads an OTLP/JSON request, or a line of a file. */
export function decodeJson(body: Uint8Array | string): OtlpRequest {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return JSON.parse(text);
}

/** The spans of a request. */
export function spansOf({ resourceSpans }: OtlpRequest): OtlpSpan[] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans)
  );
}

/** The names and versions of the scopes of a request. */
export function scopesOf({ resourceSpans }: OtlpRequest): string[] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.map(({ scope }) => `${scope.name}@${scope.version ?? ""}`)
  );
}

/** The resource of a request. */
export function resourceOf(
  { resourceSpans: [first] }: OtlpRequest,
): Record<string, string | undefined> {
  return Object.fromEntries(
    first?.resource.attributes.map(({ key, value }) => [
      key,
      value.stringValue,
    ]) ?? [],
  );
}
