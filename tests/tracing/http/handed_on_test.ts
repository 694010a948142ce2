import { assertEquals } from "@std/assert";
import { Readable } from "node:stream";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { Recording, serve, Watcher } from "./_fetch_setup.ts";

const PARTS = Array.from(
  { length: 30 },
  (_, place) => new Uint8Array(40_000).fill(place),
);
const BYTES = await new Blob(PARTS).bytes();

/** Hands a reply, or its stream, to what reads it without the program's help. */
const HANDED_TO: Record<string, (reply: Response) => Promise<Uint8Array>> = {
  response: ({ body }) => new Response(body).bytes(),
  pipe: ({ body }) =>
    new Response(body!.pipeThrough(new TransformStream())).bytes(),
  async "both of a copy"(reply) {
    const [own, copied] = await Promise.all(
      [reply, reply.clone()].map((one) => one.bytes()),
    );
    assertEquals(own, copied);
    return own!;
  },
  async request({ body }) {
    await using server = serve(async (request) =>
      new Response(await request.bytes())
    );
    const echoed = await fetch(server.url, { method: "POST", body });
    return await echoed.bytes();
  },
  async server(reply) {
    await using server = serve(() => reply);
    return await (await fetch(server.url)).bytes();
  },
  async "server, the stream"({ body }) {
    await using server = serve(() => new Response(body));
    return await (await fetch(server.url)).bytes();
  },
  async "node's stream"({ body }) {
    const stream = Readable.fromWeb(
      body as Parameters<typeof Readable.fromWeb>[0],
    );
    return await new Blob(await Array.fromAsync(stream)).bytes();
  },
};

Deno.test("tracedFetch() sees the end of a stream, whatever it is handed to", async () => {
  await using server = serve(() =>
    new Response(ReadableStream.from(PARTS.map((part) => part.slice())), {
      headers: { "content-type": "text/event-stream" },
    })
  );
  for (const [name, hand] of Object.entries(HANDED_TO)) {
    for (const watcher of [new Watcher(), undefined]) {
      using recording = new Recording();
      const send = () => tracedFetch(server.url);
      const reply = watcher === undefined
        ? await recording.inSpan(send)
        : await recording.inScope(watcher, send);
      assertEquals(recording.names, [], name);
      assertEquals(await hand(reply), BYTES, name);
      assertEquals(recording.names, ["GET"], name);
      const chunks = watcher?.told.filter((what) => what === "chunk");
      assertEquals(chunks, watcher && ["chunk"], name);
      assertEquals(recording.complaints, []);
    }
  }
});
