import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { SpanStatusCode } from "@opentelemetry/api";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import {
  byHand,
  type LocalServer,
  Recording,
  serve,
  standIn,
  Watcher,
} from "./_fetch_setup.ts";

type Use = (response: Response) => unknown;

/** Reads that use a body up. */
const READS: Record<string, Use> = {
  json: (reply) => reply.json(),
  text: (reply) => reply.text(),
  bytes: (reply) => reply.bytes(),
  arrayBuffer: (reply) => reply.arrayBuffer(),
  async blob(reply) {
    const blob = await reply.blob();
    return [blob.type, await blob.text()];
  },
  formData: async (reply) => Array.from(await reply.formData()),
  textStream: async (reply) =>
    "textStream" in reply
      ? await Array.fromAsync(
        (reply as { textStream(): ReadableStream<string> }).textStream(),
      )
      : undefined,
  stream: (reply) => readAll(reply.body!),
  iteration: async (reply) => (await Array.fromAsync(reply.body!)).length > 0,
  "a reader of bytes": async (reply) => {
    const reader = reply.body!.getReader({ mode: "byob" });
    const { value } = await reader.read(new Uint8Array(2));
    await reader.cancel();
    return value;
  },
  "a response around the stream": (reply) =>
    new Response(reply.body, reply).text(),
  "text behind the stream": async (reply) => [
    reply.body?.locked,
    await reply.text(),
  ],
  "text, twice": (reply) =>
    Promise.all([reply.text(), reply.text()].map((text) => text.catch(said))),
  "text, and text again": async (reply) => [
    await reply.text(),
    reply.bodyUsed,
    reply.body?.locked,
    await reply.text().catch(said),
  ],
  "text, and a copy": async (reply) => {
    await reply.text();
    return reply.clone();
  },
  "text, and the stream": async (reply) => {
    const text = await reply.text();
    return [text, reply.body instanceof ReadableStream, reply.body?.locked];
  },
  "a copy, and itself": async (reply) => {
    const copy = reply.clone();
    return [reply.bodyUsed, await reply.text(), await copy.text()];
  },
  "copies of a copy": (reply) => {
    const copy = reply.clone();
    return Promise.all([copy.clone(), copy, reply].map((r) => r.text()));
  },
  "both of a tee": (reply) =>
    Promise.all(reply.body!.tee().map((stream) => readAll(stream))),
  "a cancelled stream": async (reply) => {
    await reply.body!.cancel();
    return [reply.bodyUsed, await reply.text().catch(said)];
  },
  "a locked stream": async (reply) => {
    const reader = reply.body!.getReader();
    const text = await reply.text().catch(said);
    await reader.cancel();
    return text;
  },
};

/** Those that do not read it to its end. */
const GIVEN_UP = ["a reader of bytes", "a cancelled stream", "a locked stream"];

/** Looks that leave the body alone. */
const LOOKS: Record<string, Use> = {
  "what it is": (reply) => [
    reply instanceof Response,
    Object.prototype.toString.call(reply),
    Object.keys(reply),
  ],
  "what it says": (reply) => [
    reply.type,
    new URL(reply.url).pathname,
    reply.redirected,
    reply.status,
    reply.ok,
    reply.statusText,
    [...reply.headers].filter(([name]) => name !== "date"),
  ],
  "whether it was used": (reply) => reply.bodyUsed,
  "a proxy of it": (reply) => new Proxy(reply, {}).text(),
  "an object made of it": (reply) => Object.create(reply).json(),
  "the stream of a proxy": (reply) => readAll(new Proxy(reply, {}).body!),
  "its method on another": (reply) => reply.text.call(new Response("other")),
  "the same stream": (reply) => [
    reply.body === reply.body,
    reply.body?.locked,
    reply.bodyUsed,
  ],
};

async function readAll(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  return await new Response(stream).text();
}

function said(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "";
}

/** What comes of a use, in a form that can be compared. */
async function outcome(use: Use, response: Response): Promise<unknown> {
  try {
    const result = await use(response);
    return Deno.inspect(result, { depth: 6 });
  } catch (error) {
    return said(error);
  } finally {
    if (!response.bodyUsed) await response.body?.cancel();
  }
}

/** Replies of several kinds, by their paths. */
function replies(): LocalServer {
  return serve(({ url }) => {
    const { pathname } = new URL(url);
    const form = new FormData();
    form.set("a", "1");
    const made: Record<string, () => Response> = {
      "/json": () => Response.json({ a: [1, "é"] }),
      "/text": () => new Response("no json"),
      "/mark": () => new Response("\ufeff{}"),
      "/form": () => new Response(form),
      "/from": () => Response.redirect(new URL("/json", url)),
      "/error": () => Response.json({ error: "busy" }, { status: 503 }),
    };
    return made[pathname]?.() ?? new Response(null);
  });
}

const PATHS = ["json", "text", "mark", "form", "from", "error"];

Deno.test("tracedFetch() gives a reply that does what that of fetch() does", async () => {
  await using server = replies();
  using recording = new Recording();
  for (const path of PATHS) {
    const url = `${server.url}/${path}`;
    for (const [name, use] of Object.entries({ ...READS, ...LOOKS })) {
      // The boundary of a form is made up anew each time.
      if (path === "form" && name !== "formData") continue;
      const expected = await outcome(use, await fetch(url));
      const actual = await recording.inScope(
        new Watcher(),
        async () => await outcome(use, await tracedFetch(url)),
      );
      assertEquals(actual, expected, `${path}, ${name}`);
    }
  }
  assertEquals(recording.complaints, []);
});

Deno.test("tracedFetch() ends the span once the body has been read, however", async () => {
  await using server = replies();
  for (const [name, use] of Object.entries(READS)) {
    // It is new in Deno 2.9.
    if (name === "textStream" && !(name in Response.prototype)) continue;
    using recording = new Recording();
    await recording.inScope(new Watcher(), async () => {
      const path = name === "formData" ? "form" : "text";
      const response = await tracedFetch(`${server.url}/${path}`);
      assertEquals(recording.names, [], name);
      await outcome(use, response);
    });
    assertEquals(recording.names, ["GET"], name);
    // What is no JSON has come all the same.
    const failed = GIVEN_UP.includes(name);
    const expected = failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET;
    assertEquals(recording.span.status.code, expected, name);
    assertEquals(recording.complaints, []);
  }
});

Deno.test("tracedFetch() leaves a reply the object that fetch() gave, in a run", async () => {
  using recording = new Recording();
  const theirs = Response.json({});
  const names = Object.getOwnPropertyNames(theirs);
  using _ = standIn(() => Promise.resolve(theirs));

  const ours = await recording.inScope(
    new Watcher(),
    () => tracedFetch("http://127.0.0.1/"),
  );

  assertStrictEquals(ours, theirs);
  assertEquals(Object.getOwnPropertyNames(ours), names);
  assertStrictEquals(ours.constructor, Response);
  assert(ours instanceof Response);
  assertEquals(await ours.json(), {});
});

Deno.test("tracedFetch() takes the same reply twice from a stand-in", async () => {
  using recording = new Recording();
  const reply = new Response("cached");
  using _ = standIn(() => Promise.resolve(reply));
  const send = () =>
    recording.inScope(
      new Watcher(),
      () => tracedFetch("http://127.0.0.1/"),
    );

  const replies = [await send(), await send()];

  assertEquals(recording.names, ["GET"]);
  assertEquals(await replies[1]?.text(), "cached");
  assertEquals(recording.names, ["GET", "GET"]);
});

Deno.test("tracedFetch() gives members that serve another response too", async () => {
  using recording = new Recording();
  using _ = standIn(() => Promise.resolve(new Response("ours")));
  const response = await recording.inScope(
    new Watcher(),
    () => tracedFetch("http://127.0.0.1/"),
  );
  const other = new Response("other");

  assertEquals(await response.clone.call(other).text(), "other");
  assertEquals(await response.text.call(other), "other");
  assertEquals(await response.text(), "ours");
});

Deno.test("tracedFetch() calls what a stand-in's class reads by", async () => {
  using recording = new Recording();
  class Made extends Response {
    override text() {
      return Promise.resolve("made up");
    }
  }
  using _ = standIn(() => Promise.resolve(new Made("real")));

  const response = await recording.inScope(
    new Watcher(),
    () => tracedFetch("http://127.0.0.1/"),
  );

  assertEquals(await response.text(), "made up");
  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() tells of a chunk where there was one", async () => {
  using recording = new Recording();
  for (const [body, chunks] of [["x", 1], ["", 0]] as const) {
    for (const name of ["text", "bytes", "blob", "arrayBuffer"] as const) {
      using _ = standIn(() => Promise.resolve(new Response(body)));
      const watcher = new Watcher();
      await recording.inScope(watcher, async () => {
        const response = await tracedFetch("http://127.0.0.1/");
        await response[name]();
      });
      const told = watcher.told.filter((what) => what === "chunk");
      assertEquals(told.length, chunks, `${name} of "${body}"`);
    }
  }
});

Deno.test("tracedFetch() fails the span of a reply that breaks off, in a run", async () => {
  await using server = byHand();
  using recording = new Recording();
  const stop = new AbortController();

  const error = await recording.inScope(new Watcher(), async () => {
    const pending = tracedFetch(server.url, { signal: stop.signal });
    await server.write("one");
    const response = await pending;
    const reading = response.text().catch((error) => error);
    stop.abort();
    return await reading;
  });

  assertStrictEquals(error, stop.signal.reason);
  assert(recording.span.attributes["error.type"] === "AbortError");
});

Deno.test("tracedFetch() gives what a stand-in answers with, whatever it is", async () => {
  const ANSWERS: Record<string, () => unknown> = {
    "a sealed response": () => Object.seal(new Response("text")),
    "a frozen response": () => Object.freeze(new Response("text")),
    "one that cannot be added to": () =>
      Object.preventExtensions(new Response("text")),
    "a response with a reader of its own": () =>
      Object.assign(new Response("a body"), {
        text: () => Promise.resolve("text"),
      }),
    "an object": () => ({ text: () => Promise.resolve("text") }),
    "one that throws": () => ({
      get headers() {
        throw new Error("no headers");
      },
    }),
    "a frozen object": () => Object.freeze({ status: 200, body: null }),
    null: () => null,
    nothing: () => undefined,
  };
  for (const [name, answer] of Object.entries(ANSWERS)) {
    for (const way of ["inScope", "inSpan"] as const) {
      using recording = new Recording();
      const reply = answer() as Response;
      using _ = standIn(() => Promise.resolve(reply));
      const ask = () => tracedFetch("http://127.0.0.1/");

      const actual = await (way === "inSpan"
        ? recording.inSpan(ask)
        : recording.inScope(new Watcher(), ask));

      // Outside of a scope, a response of which the body can be taken is a new one.
      if (way === "inScope") {
        assertStrictEquals(actual, reply, name);
      }
      if (reply instanceof Response && name !== "a frozen response") {
        assertEquals(await actual.text(), "text", name);
      }
      assertEquals(recording.names, ["GET"], `${name}, ${way}`);
    }
  }
});
