/** A server-sent event; a name where the wire format has names. */
export interface ServerEvent {
  /** Name of the event. */
  readonly event?: string;
  /** What it carries, already as text. */
  readonly data: string;
}

/** Streams events one by one, as fast as they are read. */
export function eventStream(events: Iterable<ServerEvent>): Response {
  const iterator = events[Symbol.iterator]();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done === true) return controller.close();
      const name = value.event === undefined ? "" : `event: ${value.event}\n`;
      controller.enqueue(encoder.encode(`${name}data: ${value.data}\n\n`));
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}

/** Cuts a text into the pieces that a model would stream: about a word each. */
export function chunksOf(text: string): string[] {
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? [];
}
