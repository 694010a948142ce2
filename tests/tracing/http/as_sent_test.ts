import { assert, assertEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { Recording, serve, Watcher } from "./_fetch_setup.ts";

/** A server that keeps each request as it came over the wire. */
class RawServer implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #requests: string[] = [];
  readonly #done = this.#serve();

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}/v1`;
  }

  /** The last request, without what tracing may add, and what is made up. */
  take(): string {
    return (this.#requests.pop() ?? "")
      .replace(/\r\n(traceparent|tracestate|baggage): [^\r]*/g, "")
      .replaceAll(/-{4,}\d{10,}/g, "--boundary");
  }

  async #serve(): Promise<void> {
    for await (const connection of this.#listener) {
      using _ = connection;
      this.#requests.push(await readRequest(connection));
      await connection.write(new TextEncoder().encode(
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
      ));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
  }
}

async function readRequest(connection: Deno.Conn): Promise<string> {
  const decoder = new TextDecoder("latin1");
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (!isWhole(text)) {
    const length = await connection.read(buffer);
    if (length === null) break;
    text += decoder.decode(buffer.subarray(0, length));
  }
  return text;
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const body = text.slice(end + 4);
  const length = /\r\ncontent-length: (\d+)/.exec(text)?.[1];
  return /\r\ntransfer-encoding: chunked/.test(text)
    ? body.endsWith("0\r\n\r\n")
    : body.length >= Number(length ?? 0);
}

const encoder = new TextEncoder();
const JSON_TEXT = `{"messages":[]}`;

const BODIES: Record<string, () => unknown> = {
  none: () => undefined,
  null: () => null,
  string: () => JSON_TEXT,
  "empty string": () => "",
  bytes: () => encoder.encode(JSON_TEXT),
  "no bytes": () => new Uint8Array(),
  buffer: () => encoder.encode(JSON_TEXT).buffer,
  view: () => new DataView(encoder.encode(JSON_TEXT).buffer),
  blob: () => new Blob([JSON_TEXT], { type: "application/json" }),
  file: () => new File([JSON_TEXT], "a.json"),
  form() {
    const form = new FormData();
    form.set("a", "b");
    form.set("f", new File(["x"], "a.txt"));
    return form;
  },
  parameters: () => new URLSearchParams({ a: "b" }),
  stream: () => ReadableStream.from([encoder.encode(JSON_TEXT)]),
  "a reply's": () => new Response(JSON_TEXT).body,
  iterator: async function* () {
    yield encoder.encode("[1,");
    await Promise.resolve();
    yield encoder.encode("2]");
  },
};

class OwnHeaders extends Headers {}

const PAIRS: [string, string][] = [
  ["X-Second", "1"],
  ["Content-Type", "application/json"],
  ["cookie", "a=1"],
  ["cookie", "b=2"],
  ["x-first", "2"],
];

const HEADERS: Record<string, () => unknown> = {
  none: () => undefined,
  record: () => ({ "X-B": "1", "content-type": "application/json", "x-a": "" }),
  pairs: () => PAIRS,
  headers: () => new Headers(PAIRS),
  "headers of a class": () => new OwnHeaders(PAIRS),
  map: () => new Map(PAIRS),
  generator: () => PAIRS.values(),
  "what is sent by default": () => ({
    "user-agent": "mine",
    "accept-encoding": "identity",
    accept: "text/event-stream",
    "accept-language": "de",
  }),
  "a trace of the caller's": () => ({ traceparent: "own", "x-a": "1" }),
};

type Arguments = [RequestInfo | URL, RequestInit?];

/** The ways to make a request of a URL and options. */
const WAYS: Record<string, (url: string, init: RequestInit) => Arguments> = {
  options: (url, init) => [new URL(url), init],
  "options with getters": (url, init) => [url, Object.create(init)],
  request: (url, init) => [new Request(url, init)],
  "request, and empty options": (url, init) => [new Request(url, init), {}],
  "request whose body was looked at"(url, init) {
    const request = new Request(url, init);
    void request.body;
    return [request];
  },
  "copied request": (url, init) => [new Request(url, init).clone()],
  "request as options": (url, init) => [url, new Request(url, init)],
  "request with other options": (url, init) => [
    new Request(url, { method: "PUT", headers: PAIRS, body: "old" }),
    init,
  ],
  "request with other headers": (url, init) => [
    new Request(url, init),
    { headers: { "x-new": "1" }, keepalive: true, redirect: "manual" },
  ],
};

/** Every way to make a request, by name. */
function* table(): Generator<[string, (url: string) => Arguments]> {
  for (const [way, make] of Object.entries(WAYS)) {
    for (const [body, makeBody] of Object.entries(BODIES)) {
      for (const [kind, makeHeaders] of Object.entries(HEADERS)) {
        // Each kind of headers once with a body, each body with two kinds.
        if (body !== "string" && !["none", "record"].includes(kind)) continue;
        yield [`${way}, ${body}, ${kind}`, (url) => {
          const headers = makeHeaders();
          return make(url, {
            method: "POST",
            body: makeBody(),
            ...(headers !== undefined && { headers }),
          } as RequestInit);
        }];
      }
    }
  }
}

Deno.test("tracedFetch() sends what fetch() sends, whatever it is given", async () => {
  await using server = new RawServer();
  using recording = new Recording();
  const { url } = server;
  let cases = 0;

  for (const [name, make] of table()) {
    await (await fetch(...make(url))).body?.cancel();
    const expected = server.take();
    // Where a body is read: in a model call. And where it is not.
    for (const scope of [new Watcher(), undefined]) {
      const send = () => tracedFetch(...make(url));
      const response = scope === undefined
        ? await recording.inSpan(send)
        : await recording.inScope(scope, send);
      await response.body?.cancel();
      assertEquals(server.take(), expected, name);
    }
    cases++;
  }

  assertEquals(cases, 9 * (2 * 14 + 9));
  assertEquals(recording.complaints, []);
});

Deno.test("tracedFetch() refuses what fetch() refuses", async () => {
  using recording = new Recording();
  const used = new Request("http://127.0.0.1/", { method: "POST", body: "x" });
  await used.text();
  const odd = {
    toString(): string {
      throw new TypeError("It is no text");
    },
  };
  const refused: Arguments[] = [
    [odd as unknown as URL],
    ["http://127.0.0.1/", { headers: null as unknown as HeadersInit }],
    ["http://127.0.0.1/", { headers: [["a"]] as unknown as HeadersInit }],
    ["http://127.0.0.1/", { body: "of a GET" }],
    [used],
  ];

  for (const args of refused) {
    const errors = [
      await fetch(...args).catch((error) => error),
      await recording.inScope(new Watcher(), () => tracedFetch(...args))
        .catch((error) => error),
    ];
    assert(errors[0] instanceof TypeError);
    assertEquals(errors[1].message, errors[0].message);
  }
});

Deno.test("tracedFetch() tells the JSON of a Request, and leaves its stream alone", async () => {
  await using server = serve(() => new Response());
  using recording = new Recording();
  const watcher = new Watcher();
  const headers = { "content-type": "application/json" };
  const bodies = [
    JSON_TEXT,
    encoder.encode(JSON_TEXT),
    ReadableStream.from([encoder.encode(JSON_TEXT)]),
    null,
  ];

  await recording.inScope(watcher, async () => {
    for (const body of bodies) {
      const init = { method: "POST", headers, body };
      const response = await tracedFetch(new Request(server.url, init));
      await response.body?.cancel();
    }
  });

  assertEquals(watcher.told.filter((what) => what.startsWith("body")), [
    `body ${JSON_TEXT}`,
    `body ${JSON_TEXT}`,
  ]);
});

Deno.test("tracedFetch() takes a Request's stream no faster than it is sent", async () => {
  const first = Promise.withResolvers<void>();
  const more = Promise.withResolvers<void>();
  await using server = serve(async (request) => {
    const reader = request.body!.getReader();
    await reader.read();
    first.resolve();
    await more.promise;
    await reader.cancel();
    return new Response();
  });
  using recording = new Recording();
  const chunk = new Uint8Array(1 << 20);
  let pulls = 0;
  const cancelled = Promise.withResolvers<void>();
  const body = new ReadableStream({
    pull(controller) {
      pulls++;
      controller.enqueue(chunk);
    },
    cancel: () => cancelled.resolve(),
  });
  const headers = { "content-type": "application/json" };
  const stop = new AbortController();
  const { signal } = stop;
  const request = new Request(server.url, {
    method: "POST",
    headers,
    body,
    signal,
  });

  const reply = recording.inScope(new Watcher(), () => tracedFetch(request));
  await first.promise;
  // A reader of our own would have taken thousands of chunks by then.
  assert(pulls < 100, `${pulls} chunks`);
  stop.abort();
  more.resolve();
  await reply.catch(() => {});
  // As it is of a request that is not traced.
  await cancelled.promise;
});
