import { SpanStatusCode } from "@opentelemetry/api";
import { assertEquals, assertRejects } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { endOpenRequests } from "../../../tracing/base/open_requests.ts";
import { errorType } from "../../../tracing/privacy/failure.ts";
import type { HttpObserver } from "../../../tracing/base/http_observer.ts";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";
import { byHand, Recording, serve, Watcher } from "./_fetch_setup.ts";

const POST = { method: "POST", body: "{}" };

/** What the only span says of its end, in one line. */
function outcome({ span }: Recording): string {
  const { attributes, status } = span;
  const code = attributes["http.response.status_code"];
  const type = attributes["error.type"];
  assertEquals(
    status.code,
    type === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR,
  );
  return [code, type].filter((part) => part !== undefined).join(" ");
}

/** A server that takes a request and does not answer before `finish()`. */
function silent() {
  const reached = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const server = serve(async () => {
    reached.resolve();
    await finish.promise;
    return new Response("late");
  });
  return {
    url: server.url,
    reached: reached.promise,
    async [Symbol.asyncDispose]() {
      finish.resolve();
      await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("tracedFetch() says timeout where the time for a reply is over", async () => {
  await using server = silent();
  using recording = new Recording();

  await recording.inScope(new Watcher(), async () => {
    const signal = AbortSignal.timeout(20);
    await assertRejects(() => tracedFetch(server.url, { ...POST, signal }));
  });

  assertEquals(outcome(recording), "timeout");
});

Deno.test("tracedFetch() says timeout where the time for a body is over", async () => {
  await using server = byHand();
  using recording = new Recording();
  const time = new AbortController();

  await recording.inScope(new Watcher(), async () => {
    const { signal } = time;
    const pending = tracedFetch(server.url, { ...POST, signal });
    await server.write("one");
    const response = await pending;
    time.abort(new DOMException("Too late", "TimeoutError"));
    await assertRejects(() => response.text());
  });

  assertEquals(outcome(recording), "200 timeout");
});

Deno.test("tracedFetch() says what was thrown where nobody listens", async () => {
  using nobody = await nobodyListens();
  using recording = new Recording();

  const error = await recording.inScope(
    new Watcher(),
    () => assertRejects(() => tracedFetch(nobody.url, POST), TypeError),
  );

  // Of which the version of Deno decides.
  assertEquals(outcome(recording), errorType(error));
});

Deno.test("tracedFetch() fails the span of a reply that its scope did not wait for", async () => {
  const timeout = new DOMException("Too late", "TimeoutError");
  const ends = [
    [{}, "cancelled"],
    [{ error: new Error("other"), thrown: true }, "cancelled"],
    [{ error: timeout, thrown: true }, "timeout"],
    [{ error: new Error("x", { cause: timeout }), thrown: true }, "timeout"],
    [{ error: "x", type: "timeout", thrown: false }, "timeout"],
  ] as const;
  for (const [failed, expected] of ends) {
    await using server = silent();
    using recording = new Recording();
    const watcher = new Watcher();

    const pending = recording.inScope(
      watcher,
      () => tracedFetch(server.url, POST),
    );
    await server.reached;
    watcher.close({
      time: watcher.time,
      ...("error" in failed && { failed }),
    });
    await server[Symbol.asyncDispose]();
    await (await pending).text();

    assertEquals(outcome(recording), expected);
    assertEquals(recording.complaints, []);
  }
});

Deno.test("tracedFetch() fails the span of a body that its failed scope left", async () => {
  await using server = byHand();
  using recording = new Recording();
  const watcher = new Watcher();

  const response = await recording.inScope(watcher, async () => {
    const pending = tracedFetch(server.url, POST);
    await server.write("one");
    return await pending;
  });
  const failed = { error: new Error("not what I want"), thrown: true };
  watcher.close({ time: watcher.time, failed });
  await response.body?.cancel();

  assertEquals(outcome(recording), "200 cancelled");
});

Deno.test("endOpenRequests() fails the span of a request without a reply", async () => {
  await using server = silent();
  using recording = new Recording();

  const pending = recording.inSpan(() => tracedFetch(server.url, POST));
  await server.reached;
  endOpenRequests();
  await server[Symbol.asyncDispose]();
  await (await pending).text();

  assertEquals(outcome(recording), "cancelled");
});

/** Reads one chunk of a stream in a scope, and gives the rest up. */
async function givenUp(
  chunk: string,
  http: HttpObserver,
  { read = true, reason }: { read?: boolean; reason?: unknown } = {},
): Promise<string> {
  const headers = { "content-type": "text/event-stream" };
  await using server = byHand({ headers });
  using recording = new Recording();

  await recording.inScope(http, async () => {
    const pending = tracedFetch(server.url, POST);
    await server.write(chunk);
    const reader = (await pending).body!.getReader();
    if (read) await reader.read();
    await reader.cancel(reason);
  });
  return outcome(recording);
}

/** Observes what is no model call. */
const PLAIN = { now: () => Date.now(), track: () => () => {} };

Deno.test("tracedFetch() fails the span of a body that its reader gives up", async () => {
  const chunk = "data: 1\n\n";
  const reason = new DOMException("Too late", "TimeoutError");

  assertEquals(await givenUp(chunk, new Watcher()), "200 cancelled");
  assertEquals(await givenUp(chunk, PLAIN), "200 cancelled");
  assertEquals(
    await givenUp(chunk, new Watcher(), { reason }),
    "200 timeout",
  );
  // A model's reply is there to be read.
  const read = false;
  assertEquals(await givenUp(chunk, new Watcher(), { read }), "200 cancelled");
});

Deno.test("tracedFetch() takes a reply for whole behind its last event", async () => {
  const ends = [
    "data: [DONE]\n\n",
    "data:[DONE]\r\n\r\n",
    `event: message_stop\ndata: {"type":"message_stop"}\n\n`,
    `event: response.completed\ndata: {"type":"response.completed"}\n\n`,
  ];
  for (const end of ends) {
    assertEquals(await givenUp(`data: 1\n\n${end}`, new Watcher()), "200");
  }
  // What a model says is no event.
  const said = JSON.stringify({ text: "\ndata: [DONE]\nevent: message_stop" });
  assertEquals(
    await givenUp(`data: ${said}\n\n`, new Watcher()),
    "200 cancelled",
  );
  // Many look at the status of what is no model, and at nothing else.
  assertEquals(await givenUp("data: 1\n\n", PLAIN, { read: false }), "200");
});
