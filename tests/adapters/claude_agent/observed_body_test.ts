import { assertEquals, assertRejects } from "@std/assert";
import { observedBody } from "../../../adapters/claude_agent/_observed_body.ts";

const BROKEN = new Error("broken on purpose");

/** A body that the test writes, and all that is told of it, in order. */
function observed({ complete = false } = {}) {
  const told: unknown[] = [];
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  // What is left unread breaks off with it.
  writer.closed.catch(() => {});
  const body = observedBody(readable, {
    reply: {
      send: () => Promise.reject(BROKEN),
      chunk: () => complete,
      done: () => void told.push("reply done"),
      failed: (error) => void told.push(`reply failed: ${error}`),
    },
    span: {
      firstChunk: () => void told.push("first chunk"),
      ended: () => void told.push("span ended"),
      failed: (error) => void told.push(`span failed: ${error}`),
      givenUp: (how) => void told.push(how),
    },
  });
  return { told, writer, reader: body!.getReader() };
}

const CHUNK = new Uint8Array(3);
const LEFT = new DOMException("The CLI reads no further", "AbortError");

/** What has been told, each thing once: a span ends only once. */
function once(told: readonly unknown[]): unknown[] {
  return told.filter((one, place) => told.indexOf(one) === place);
}

Deno.test("observedBody() tells a request's span of the first chunk and, before the reply, of the end", async () => {
  const { told, writer, reader } = observed();
  for (let i = 0; i < 2; i++) {
    const written = writer.write(CHUNK);
    assertEquals((await reader.read()).value, CHUNK);
    await written;
  }
  assertEquals(told, ["first chunk"]);
  const closed = writer.close();
  assertEquals((await reader.read()).done, true);
  await closed;
  assertEquals(once(told), ["first chunk", "span ended", "reply done"]);
});

Deno.test("observedBody() tells a request's span of a failure before the reply", async () => {
  const { told, writer, reader } = observed();
  const read = reader.read();
  await writer.abort(BROKEN);
  await assertRejects(() => read, Error, BROKEN.message);
  assertEquals(once(told), [
    `span failed: ${BROKEN}`,
    `reply failed: ${BROKEN}`,
  ]);
});

Deno.test("observedBody() tells a request's span of a failure while nobody reads", async () => {
  const { told, writer } = observed();
  await writer.abort(BROKEN);
  assertEquals(told, [`span failed: ${BROKEN}`]);
});

Deno.test("observedBody() tells that the reader has left, and how far it had come", async () => {
  for (const begun of [false, true]) {
    const { told, writer, reader } = observed();
    if (begun) {
      const written = writer.write(CHUNK);
      await reader.read();
      await written;
    }
    await reader.cancel("enough");
    assertEquals(told.slice(begun ? 1 : 0, begun ? 3 : 2), [
      `reply failed: ${LEFT}`,
      { reason: "enough", begun, whole: false },
    ]);
  }
});

Deno.test("observedBody() gives nothing up once the reply is complete", async () => {
  const { told, writer, reader } = observed({ complete: true });
  const written = writer.write(CHUNK);
  await reader.read();
  await written;
  await reader.cancel("enough");
  assertEquals(told, ["first chunk"]);
  await writer.close();
  assertEquals(once(told), ["first chunk", "span ended", "reply done"]);
});

Deno.test("observedBody() tells the end of a reply without a body", () => {
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(what);
  const reply = {
    send: () => Promise.reject(BROKEN),
    chunk: () => false,
    done: tell("reply done"),
    failed: tell("reply failed"),
  };
  const span = {
    firstChunk: tell("first chunk"),
    ended: tell("span ended"),
    failed: tell("span failed"),
    givenUp: tell("span given up"),
  };
  assertEquals(observedBody(null, { reply, span }), null);
  assertEquals(told, ["span ended", "reply done"]);
});
