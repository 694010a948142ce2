import { assertEquals, assertStrictEquals } from "@std/assert";
import type {
  HttpObserver,
  SentBody,
} from "../../../tracing/base/http_observer.ts";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import {
  denoTelemetry,
  echo,
  Recording,
  type Seen,
  serve,
  standIn,
  Watcher,
} from "./_fetch_setup.ts";

const stream = () =>
  serve(() =>
    new Response("data: 1\n\n", {
      headers: { "content-type": "text/event-stream" },
    })
  );

Deno.test("tracedFetch() tells the scope what it sees, in order", async () => {
  await using server = stream();
  using recording = new Recording();
  const watcher = new Watcher();
  const { told } = watcher;
  const real = globalThis.fetch;
  using _ = standIn((...args) => {
    told.push("fetch");
    return real(...args);
  });

  await recording.inScope(watcher, async () => {
    const response = await tracedFetch(`${server.url}/chat`, {
      method: "POST",
      body: `{"a":1}`,
    });
    told.push("reply");
    await response.text();
  });

  assertEquals(told, [
    "attempt /chat",
    "fetch",
    `body {"a":1}`,
    "headers text/event-stream",
    "reply",
    "chunk",
  ]);
  assertEquals(watcher.open.size, 0);
});

Deno.test("tracedFetch() tells a body of bytes, and leaves streams alone", async () => {
  await using server = echo();
  using recording = new Recording();
  const watcher = new Watcher();
  const bytes = new TextEncoder().encode("bytes");

  await recording.inScope(watcher, async () => {
    for (
      const body of [
        bytes,
        bytes.buffer,
        bytes.subarray(1),
        new Blob(["blob"]),
        new Response("stream").body,
      ]
    ) {
      const init = { method: "POST", body };
      await (await tracedFetch(server.url, init)).text();
    }
  });

  assertEquals(watcher.told.filter((what) => what.startsWith("body")), [
    "body bytes",
    "body bytes",
    "body ytes",
  ]);
});

Deno.test("tracedFetch() tells bytes as they were sent, whatever becomes of them", async () => {
  await using server = echo();
  using recording = new Recording();
  const told: SentBody[] = [];
  const observer: HttpObserver = {
    now: () => Date.now(),
    track: () => () => {},
    requestBody: (body) => told.push(body),
  };

  for (const inBuffer of [false, true]) {
    const bytes = new TextEncoder().encode("bytes");
    const body = inBuffer ? bytes.buffer : bytes;
    await recording.inScope(observer, async () => {
      const sent = tracedFetch(server.url, { method: "POST", body });
      bytes.fill(0);
      await (await sent).body?.cancel();
    });
  }

  const bytes = new TextEncoder().encode("bytes");
  assertEquals(told, [bytes, bytes]);
});

Deno.test("tracedFetch() tells the first chunk alone", async () => {
  using recording = new Recording();
  const watcher = new Watcher();
  const chunks = ["one", "two"].map((text) => new TextEncoder().encode(text));
  using _ = standIn(() =>
    Promise.resolve(new Response(ReadableStream.from(chunks)))
  );

  await recording.inScope(watcher, async () => {
    const response = await tracedFetch("http://127.0.0.1/");
    assertEquals(await response.text(), "onetwo");
  });

  assertEquals(watcher.told.filter((what) => what === "chunk"), ["chunk"]);
});

Deno.test("tracedFetch() takes the times from the scope's clock", async () => {
  await using server = echo();
  using recording = new Recording();
  const watcher = new Watcher();
  watcher.time = 1_234_567_890_123.5;

  await recording.inScope(watcher, async () => {
    await (await tracedFetch(server.url)).text();
  });

  assertEquals(recording.span.startTime, [1_234_567_890, 123_500_000]);
  assertEquals(recording.span.endTime, [1_234_567_890, 124_500_000]);
});

Deno.test("tracedFetch() counts the attempts before", async () => {
  await using server = echo();
  using recording = new Recording();
  const watcher = new Watcher();

  await recording.inScope(watcher, async () => {
    for (let i = 0; i < 3; i++) await (await tracedFetch(server.url)).text();
  });

  assertEquals(
    recording.spans.map((span) => span.attributes["http.request.resend_count"]),
    [undefined, 1, 2],
  );
});

Deno.test("tracedFetch() goes on where the scope's observer throws", async () => {
  await using server = echo();
  using recording = new Recording();
  const refuse = () => {
    throw new Error("observer");
  };
  const watcher = Object.assign(new Watcher(), {
    attempt: refuse,
    requestBody: refuse,
    replied: refuse,
    firstChunk: refuse,
  });

  const reply: Seen = await recording.inScope(watcher, async () => {
    const init = { method: "POST", body: "{}" };
    return await (await tracedFetch(server.url, init)).json();
  });

  assertEquals(reply.body, "{}");
  assertEquals(recording.names, ["POST"]);
});

Deno.test("tracedFetch() leaves span and header to Deno's own telemetry", async () => {
  await using server = echo();
  await using streamed = stream();
  using recording = new Recording();
  const watcher = new Watcher();
  const real = globalThis.fetch;
  const init = { method: "POST", body: "{}" };
  let passed: RequestInit | undefined;
  let native: Response | undefined;
  using _ = standIn(async (input, init) => {
    passed = init;
    return native = await real(input, init);
  });
  {
    using _deno = denoTelemetry();
    await recording.inScope(watcher, async () => {
      const response = await tracedFetch(server.url, init);
      assertStrictEquals(passed, init);
      assertStrictEquals(response, native);
      const { headers }: Seen = await response.json();
      assertEquals("traceparent" in headers, false);
      await (await tracedFetch(streamed.url, init)).text();
    });
    // Nobody waits for a chunk: the body need not be watched.
    const { now, track } = watcher;
    await recording.inScope({ now, track }, async () => {
      const response = await tracedFetch(streamed.url, init);
      assertStrictEquals(response, native);
      await response.body?.cancel();
    });
  }

  assertEquals(recording.names, []);
  assertEquals(watcher.told, [
    "attempt /",
    "body {}",
    "headers application/json",
    "attempt /",
    "body {}",
    "headers text/event-stream",
    "chunk",
  ]);
});

Deno.test("tracedFetch() makes every attempt a child of its chat", async () => {
  let attempts = 0;
  await using server = serve(() =>
    attempts++ === 0
      ? new Response("busy", { status: 503 })
      : Response.json({ id: "reply" })
  );
  using recording = new Recording();
  let unread: Response | undefined;

  await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
    await run.turn(async (turn) => {
      const chat = turn.startChat();
      await chat.run(async () => {
        const init = {
          method: "POST",
          body: JSON.stringify({ model: "gpt-5", temperature: 0.5 }),
        };
        // The body of the failed attempt is left unread.
        unread = await tracedFetch(server.url, init);
        await (await tracedFetch(server.url, init)).json();
        chat.response({ text: "done" });
      });
    });
  });

  await unread?.body?.cancel();

  const chat = recording.spans.find(({ name }) => name === "chat gpt-5");
  const posts = recording.spans.filter(({ name }) => name === "POST");
  assertEquals(
    posts.map(({ parentSpanContext, attributes }) => [
      parentSpanContext?.spanId,
      attributes["http.response.status_code"],
      attributes["http.request.resend_count"],
    ]).sort(),
    [
      [chat?.spanContext().spanId, 200, 1],
      [chat?.spanContext().spanId, 503, undefined],
    ],
  );
});
