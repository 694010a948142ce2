/** A piece of a reply: events of a model's stream, 64 kB. */
const PIECE = new TextEncoder().encode(
  `data: ${
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      model: "gpt-4.1",
      choices: [{ index: 0, delta: { content: "It draws more power. " } }],
    })
  }\n\n`.repeat(400),
);

/** The piece, as one chunk of a reply's body. */
const CHUNK = Uint8Array.from([
  ...new TextEncoder().encode(`${PIECE.length.toString(16)}\r\n`),
  ...PIECE,
  13,
  10,
]);

/** What a reply begins and ends with. */
const HEAD = new TextEncoder().encode(
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
);
const END = new TextEncoder().encode("0\r\n\r\n");

/**
 * Answers each request with a stream, and knows how much of it the system has
 * taken: a server of Deno's own would take some of it by itself.
 */
export class StreamServer {
  /** Requests so far. */
  requests = 0;
  /** Bytes of the last reply that the system has taken. */
  sent = 0;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });

  /** Begins to listen, and goes on until it is closed. */
  async serve(): Promise<void> {
    for await (const connection of this.#listener) {
      // A reader that gives up ends the connection.
      this.#answer(connection).catch(() => {});
    }
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** Ends it. */
  close(): void {
    this.#listener.close();
  }

  async #answer(connection: Deno.TcpConn): Promise<void> {
    using _connection = connection;
    // The client's head and body are short, and come at once.
    const request = new Uint8Array(65_536);
    const length = await connection.read(request) ?? 0;
    const [, bytes = ""] = /x-reply-bytes: (\d+)/i.exec(
      new TextDecoder().decode(request.subarray(0, length)),
    ) ?? [];
    this.requests++;
    this.sent = 0;
    const writer = connection.writable.getWriter();
    await writer.write(HEAD);
    while (this.sent < Number(bytes)) {
      await writer.write(CHUNK);
      this.sent += PIECE.length;
    }
    await writer.write(END);
    await writer.close();
  }
}
