import { assertEquals, assertStrictEquals } from "@std/assert";
import { SpanStatusCode } from "@opentelemetry/api";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { passThrough } from "../../../tracing/http/_response_body.ts";
import { Recording, serve, standIn, Watcher } from "./_fetch_setup.ts";
import {
  BROKEN,
  BROKEN_USES,
  type Bytes,
  CHUNKS,
  type Made,
  make,
  rest,
  type Use,
  USES,
} from "./_stream_uses.ts";

const encoder = new TextEncoder();

async function used(use: Use, { response, goOn }: Made): Promise<unknown> {
  return Deno.inspect(
    await use({ response, goOn, stream: response.body! }),
    { depth: 6 },
  );
}

Deno.test("tracedFetch() gives a stream that is read as that of fetch() is", async () => {
  for (const type of ["bytes", undefined] as const) {
    for (const breaks of [false, true]) {
      for (const [name, use] of Object.entries(breaks ? BROKEN_USES : USES)) {
        using recording = new Recording();
        const expected = await used(use, make(type, breaks));
        const made = make(type, breaks);
        using _ = standIn(() => Promise.resolve(made.response));
        const response = await recording.inScope(
          new Watcher(),
          () => tracedFetch("http://127.0.0.1/"),
        );
        const actual = await used(use, { ...made, response });
        assertEquals(actual, expected, `${type}, ${breaks}, ${name}`);
        assertEquals(recording.complaints, []);
      }
    }
  }
});

Deno.test("tracedFetch() ends the span of a stream that is read past ours, before its reader sees the end", async () => {
  for (const name of ["read, and read again", "in a loop"]) {
    for (const breaks of [false, true]) {
      using recording = new Recording();
      const made = make("bytes", breaks);
      made.goOn();
      using _ = standIn(() => Promise.resolve(made.response));
      const watcher = new Watcher();
      await recording.inScope(watcher, async () => {
        const { body } = await tracedFetch("http://127.0.0.1/");
        const names = [];
        try {
          if (name === "in a loop") {
            for await (const _ of body!) names.push(...recording.names);
          } else await rest(body!);
        } catch (error) {
          assertStrictEquals(error, BROKEN);
        }
        assertEquals([names, recording.names], [[], ["GET"]], name);
      });
      const { UNSET, ERROR } = SpanStatusCode;
      assertEquals(recording.span.status.code, breaks ? ERROR : UNSET);
      const chunks = watcher.told.filter((what) => what === "chunk");
      assertEquals(chunks.length, 1);
    }
  }
});

Deno.test("passThrough() tells of one end, however many reads wait for it", async () => {
  const { response, goOn } = make("bytes");
  goOn();
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(what);
  const { body } = passThrough(response, {
    firstChunk: tell("first chunk"),
    ended: tell("ended"),
    givenUp: tell("given up"),
    failed: tell("failed"),
  });
  const reader = body!.getReader();
  await reader.read();
  await Promise.all(Array.from({ length: 6 }, () => reader.read()));
  assertEquals(told, ["first chunk", "ended"]);
});

Deno.test("tracedFetch() gives the chunks that fetch() gave, where they are read", async () => {
  using recording = new Recording();
  const chunks = CHUNKS.map((chunk) => encoder.encode(chunk));
  const left = [...chunks];
  const body = new ReadableStream<Bytes>({
    pull(controller) {
      const chunk = left.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  using _ = standIn(() => Promise.resolve(new Response(body)));

  const response = await recording.inSpan(() =>
    tracedFetch("http://127.0.0.1/")
  );
  const all = await Array.fromAsync(response.body!);

  assertEquals(all.length, chunks.length);
  for (const [place, chunk] of all.entries()) {
    assertStrictEquals(chunk, chunks[place]);
  }
});

Deno.test("tracedFetch() reads past its stream over the wire, to the last byte", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const parts = Array.from({ length: 20 }, () => bytes.slice());
  await using server = serve(() => new Response(ReadableStream.from(parts)));
  using recording = new Recording();

  const response = await recording.inSpan(() => tracedFetch(server.url));
  const read = await new Blob(await Array.fromAsync(response.body!)).bytes();

  assertEquals(read, await new Blob(parts).bytes());
  assertEquals(recording.names, ["GET"]);
});
