import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { ReplyObserver } from "../../../adapters/claude_agent/_observed_body.ts";
import {
  type RelayedRequest,
  type RelayObserver,
  startRelay,
} from "../../../adapters/claude_agent/_relay.ts";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";

type Handler = (request: Request) => Response | Promise<Response>;

/** An API, and what the relay to it hears. */
class Upstream implements AsyncDisposable, RelayObserver {
  readonly heard: string[] = [];
  readonly requests: RelayedRequest[] = [];
  readonly received: Request[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** Whether a chunk completes the reply. */
  complete: (text: string) => boolean = () => false;

  constructor(handler: Handler) {
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen: () => {},
      onError: () => new Response(null, { status: 500 }),
    }, (request) => {
      this.received.push(request.clone());
      return handler(request);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  request(request: RelayedRequest): ReplyObserver {
    this.requests.push(request);
    return {
      send: (url, init) => fetch(url, init),
      chunk: (bytes) => {
        const text = new TextDecoder().decode(bytes);
        this.heard.push(`chunk ${text}`);
        return this.complete(text);
      },
      done: () => void this.heard.push("done"),
      failed: (error) => void this.heard.push(`failed ${typeof error}`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A reply whose chunks are sent when the test says so. */
function streamed() {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  return {
    response: new Response(readable, {
      headers: { "content-type": "text/event-stream" },
    }),
    write: (text: string) => writer.write(encoder.encode(text)),
    close: () => writer.close(),
    abort: () => writer.abort(new Error("broken on purpose")),
  };
}

async function text(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const { value, done } = await reader.read();
  return done ? undefined : new TextDecoder().decode(value);
}

Deno.test("relay sends what is asked below its path to its upstream, and nothing else", async () => {
  await using api = new Upstream(() => new Response("told"));
  const relay = startRelay({ upstream: `${api.url}/base?of=1`, observer: api });
  const other = startRelay({ upstream: api.url, observer: api });
  const { origin, pathname, hostname } = new URL(relay.url);
  assertEquals(hostname, "127.0.0.1");
  assertMatch(pathname, /^\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assert(pathname !== new URL(other.url).pathname);

  const reply = await fetch(`${relay.url}/v1/messages?beta=true`, {
    method: "POST",
    headers: { "x-api-key": "the key", "accept-encoding": "br" },
    body: "héllo",
  });
  assertEquals([reply.status, await reply.text()], [200, "told"]);
  const [{ url, method, headers, text }] = api.received as [Request];
  assertEquals(url, `${api.url}/base/v1/messages?of=1&beta=true`);
  assertEquals([method, headers.get("x-api-key")], ["POST", "the key"]);
  assertEquals(headers.get("accept-encoding"), "identity");
  assertEquals(headers.get("host"), new URL(api.url).host);
  assertEquals(await text.call(api.received[0]), "héllo");
  assertEquals(api.heard, ["chunk told", "done"]);

  for (
    const path of [
      "/",
      "/v1/messages",
      `${pathname}x/v1/messages`,
      `${pathname.slice(0, -1)}/v1/messages`,
      `/${crypto.randomUUID()}/v1/messages`,
      `//${pathname}/v1/messages`,
      `${new URL(other.url).pathname}/v1/messages`,
      `${pathname}/../v1/messages`,
    ]
  ) {
    const refused = await fetch(origin + path, { method: "POST" });
    assertEquals([path, refused.status], [path, 404]);
    await refused.body?.cancel();
  }
  assertEquals(api.received.length, 1);
  await Promise.all([relay.stop(), other.stop()]);
});

Deno.test("relay sends a body as it came, byte for byte", async () => {
  await using api = new Upstream(() => new Response());
  const relay = startRelay({ upstream: api.url, observer: api });
  const bodies = [
    // A mark at the beginning that a text would lose, and what is no text.
    new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
    new Uint8Array([0xff, 0xfe, 0x00, 0x80]),
    new Uint8Array(),
  ];

  for (const body of bodies) {
    const init = { method: "POST", body };
    await (await fetch(`${relay.url}/v1/messages`, init)).body?.cancel();
    const received = api.received.at(-1)!;
    assertEquals(await received.bytes(), body);
    assertEquals(received.headers.get("content-length"), `${body.length}`);
    // None that the CLI did not give.
    assertEquals(received.headers.get("content-type"), null);
  }
  await relay.stop();
});

Deno.test("relay passes a reply on as it came", async () => {
  const replies: readonly [number, Record<string, string>, string | null][] = [
    [200, { "content-type": "application/json", "request-id": "r" }, "{}"],
    [204, {}, null],
    [302, { location: "http://127.0.0.1:1/elsewhere" }, "moved"],
    [429, { "retry-after": "3" }, "slow down"],
    [529, {}, "overloaded"],
  ];
  let next = 0;
  await using api = new Upstream(() => {
    const [status, headers, body] = replies[next]!;
    return new Response(body, { status, headers });
  });
  const relay = startRelay({ upstream: api.url, observer: api });
  for (const [status, headers, body] of replies) {
    const reply = await fetch(`${relay.url}/x`, { redirect: "manual" });
    assertEquals([reply.status, await reply.text()], [status, body ?? ""]);
    for (const [name, value] of Object.entries(headers)) {
      assertEquals(reply.headers.get(name), value);
    }
    next++;
  }
  assertEquals(api.received.length, replies.length);
  await relay.stop();
});

Deno.test("relay passes each chunk on before the next has come", async () => {
  const source = streamed();
  await using api = new Upstream(() => source.response);
  const relay = startRelay({ upstream: api.url, observer: api });
  const sent = fetch(`${relay.url}/v1/messages`);
  await source.write("one");
  const reader = (await sent).body!.getReader();
  assertEquals(await text(reader), "one");
  await source.write("two");
  assertEquals(await text(reader), "two");
  await source.close();
  assertEquals(await text(reader), undefined);
  assertEquals(api.heard, ["chunk one", "chunk two", "done"]);
  await relay.stop();
});

Deno.test("relay reads a complete reply to its end, whether its reader does or not", async () => {
  const source = streamed();
  const ended = Promise.withResolvers<void>();
  await using api = new Upstream(() => source.response);
  api.complete = (text) => text === "all";
  const observer: RelayObserver = {
    request: (request) => {
      const reply = api.request(request);
      return { ...reply, done: () => (reply.done(), ended.resolve()) };
    },
  };
  const relay = startRelay({ upstream: api.url, observer });
  const sent = fetch(`${relay.url}/v1/messages`);
  await source.write("all");
  const reader = (await sent).body!.getReader();
  assertEquals(await text(reader), "all");
  await reader.cancel();
  await source.write("\n");
  await source.close();
  await ended.promise;
  assertEquals(api.heard, ["chunk all", "chunk \n", "done"]);
  await relay.stop();
});

Deno.test("relay breaks a reply where its upstream does", async () => {
  const source = streamed();
  await using api = new Upstream(() => source.response);
  const relay = startRelay({ upstream: api.url, observer: api });
  const sent = fetch(`${relay.url}/v1/messages`);
  await source.write("one");
  const reader = (await sent).body!.getReader();
  assertEquals(await text(reader), "one");
  await source.abort();
  await assertRejects(() => reader.read());
  assertEquals(api.heard, ["chunk one", "failed object"]);
  await relay.stop();
});

Deno.test("relay answers 502 where nobody listens", async () => {
  using nobody = await nobodyListens();
  await using api = new Upstream(() => new Response());
  const relay = startRelay({ upstream: nobody.url, observer: api });
  const reply = await fetch(`${relay.url}/v1/messages`, { method: "POST" });
  await reply.body?.cancel();
  assertEquals([reply.status, api.heard], [502, ["failed object"]]);
  await relay.stop();
});

Deno.test("relay tells its upstream that a reader has gone", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using api = new Upstream(() =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  const relay = startRelay({ upstream: api.url, observer: api });
  const { body } = await fetch(`${relay.url}/v1/messages`);
  const reader = body!.getReader();
  await reader.read();
  await reader.cancel();
  await cancelled.promise;
  await relay.stop();
  // Once, and nothing after it.
  const told = api.heard.filter((line) => !line.startsWith("chunk"));
  assertEquals([told.length, api.heard.at(-1)], [1, told[0]]);
});

Deno.test("relay that is stopped breaks what is under way, and takes no more", async () => {
  const source = streamed();
  await using api = new Upstream(() => source.response);
  const relay = startRelay({ upstream: api.url, observer: api });
  const sent = fetch(`${relay.url}/v1/messages`);
  await source.write("one");
  const reader = (await sent).body!.getReader();
  await text(reader);
  const stopped = relay.stop();
  await assertRejects(() => reader.read());
  await stopped;
  await assertRejects(() => fetch(`${relay.url}/v1/messages`), TypeError);
  assertEquals(api.received.length, 1);
});

Deno.test("relay passes on whatever its observer throws", async () => {
  const fail = () => {
    throw new Error("on purpose");
  };
  const reply: ReplyObserver = {
    send: (url, init) => fetch(url, init),
    chunk: () => false,
    done: () => {},
    failed: () => {},
  };
  await using api = new Upstream(() => new Response("told"));
  for (
    const request of [
      fail,
      () => ({ ...reply, chunk: fail }),
      () => ({ ...reply, done: fail }),
    ]
  ) {
    const relay = startRelay({ upstream: api.url, observer: { request } });
    const told = await fetch(`${relay.url}/v1/messages`);
    assertEquals([told.status, await told.text()], [200, "told"]);
    await relay.stop();
  }
});
