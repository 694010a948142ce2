import { assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { byHand, Recording, serve, standIn } from "./_fetch_setup.ts";

const encoder = new TextEncoder();

function text(chunk: ReadableStreamReadResult<Uint8Array>): string {
  return new TextDecoder().decode(chunk.value);
}

Deno.test("tracedFetch() passes each chunk on as it comes", async () => {
  await using server = byHand();
  using recording = new Recording();

  const response = await recording.inSpan(async () => {
    const pending = tracedFetch(server.url);
    await server.write("one");
    return await pending;
  });
  const reader = response.body!.getReader();
  assertEquals(text(await reader.read()), "one");
  // The server sends this only now: nothing waits for a second chunk.
  await server.write("two");
  assertEquals(text(await reader.read()), "two");
  assertEquals(recording.names, []);
  await server.end();
  assertEquals((await reader.read()).done, true);

  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() reads nothing before it is asked", async () => {
  using recording = new Recording();
  let pulls = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulls++;
      controller.enqueue(new Uint8Array(1));
    },
  }, { highWaterMark: 0 });
  using _ = standIn(() => Promise.resolve(new Response(body)));

  const response = await recording.inSpan(() =>
    tracedFetch("http://127.0.0.1/")
  );
  const reader = response.body!.getReader();
  assertEquals(pulls, 0);
  await reader.read();
  assertEquals(pulls, 1);
  await reader.cancel();
});

Deno.test("tracedFetch() leaves a stand-in's chunks usable", async () => {
  using recording = new Recording();
  const chunk = encoder.encode("again");
  let replies = 0;
  using _ = standIn(() => {
    const response = new Response(ReadableStream.from([chunk]));
    // As libraries do that stand in for servers.
    const url = { value: "http://127.0.0.1/" };
    return Promise.resolve(
      replies++ === 0 ? response : Object.defineProperty(response, "url", url),
    );
  });

  await recording.inSpan(async () => {
    for (let i = 0; i < 3; i++) {
      const response = await tracedFetch("http://127.0.0.1/");
      assertEquals(await response.text(), "again");
    }
  });

  assertEquals(recording.names, ["GET", "GET", "GET"]);
});

Deno.test("tracedFetch() lets a reader bring its own buffer", async () => {
  await using server = byHand();
  using recording = new Recording();

  const response = await recording.inSpan(async () => {
    const pending = tracedFetch(server.url);
    await server.write("three");
    return await pending;
  });
  const reader = response.body!.getReader({ mode: "byob" });
  const chunks: string[] = [];
  let read = await reader.read(new Uint8Array(2));
  const ended = server.end();
  while (!read.done) {
    chunks.push(text(read));
    read = await reader.read(new Uint8Array(read.value.buffer));
  }
  await ended;

  assertEquals(chunks, ["th", "re", "e"]);
  assertEquals(read.value?.byteLength, 0);
  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() keeps what a response says of itself", async () => {
  await using server = serve(({ url }) =>
    new URL(url).pathname === "/from"
      ? Response.redirect(new URL("/to", url), 302)
      : new Response("there", {
        status: 203,
        headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]],
      })
  );
  using recording = new Recording();
  const native = await fetch(`${server.url}/from`);
  await native.body?.cancel();

  const response = await recording.inSpan(() =>
    tracedFetch(`${server.url}/from`)
  );
  const clone = response.clone().clone();

  for (const reply of [response, clone]) {
    assertEquals(reply.url, `${server.url}/to`);
    assertEquals(reply.redirected, true);
    assertEquals(reply.type, native.type);
    assertEquals(reply.status, 203);
    assertEquals(reply.statusText, native.statusText);
    assertEquals(reply.headers.getSetCookie(), ["a=1", "b=2"]);
    assertEquals(reply.bodyUsed, false);
    assertEquals(await reply.text(), "there");
    assertEquals(reply.bodyUsed, true);
  }
  assertEquals(Object.keys(response), Object.keys(native));
  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() passes on what cannot be made anew", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  using recording = new Recording();
  const answer = async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1024));
    await connection.write(
      encoder.encode("HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\nhi"),
    );
  };
  const answered = answer();
  const locked = new Response("theirs");
  locked.body?.getReader();

  await recording.inSpan(async () => {
    const response = await tracedFetch(
      `http://127.0.0.1:${listener.addr.port}/`,
    );
    assertEquals(response.status, 999);
    assertEquals(await response.text(), "hi");
    using _ = standIn(() => Promise.resolve(locked));
    assertStrictEquals(await tracedFetch("http://127.0.0.1/"), locked);
  });
  await answered;

  assertEquals(recording.names, ["GET", "GET"]);
});

Deno.test("tracedFetch() streams a large body in constant memory", async () => {
  const chunk = new Uint8Array(64 * 1024);
  const total = 64 * 1024 * 1024;
  let ahead = 0;
  let most = 0;
  using recording = new Recording();
  let left = total;
  const body = new ReadableStream({
    type: "bytes",
    pull(controller) {
      ahead += chunk.byteLength;
      left -= chunk.byteLength;
      most = Math.max(most, ahead);
      controller.enqueue(chunk.slice());
      if (left === 0) controller.close();
    },
  });
  using _ = standIn(() => Promise.resolve(new Response(body)));

  const response = await recording.inSpan(() =>
    tracedFetch("http://127.0.0.1/")
  );
  let read = 0;
  for await (const part of response.body!) {
    read += part.byteLength;
    ahead -= part.byteLength;
  }

  assertEquals(read, total);
  // Made, but not yet handed to the reader, at any moment.
  assertLess(most, 4 * chunk.byteLength);
  assertEquals(recording.names, ["GET"]);
});
