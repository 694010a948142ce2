/** Streams these chunks as events, and then nothing for good. */
export function talksOn(...chunks: readonly unknown[]): Promise<Response> {
  const events = chunks.map((chunk) =>
    new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`)
  );
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const event = events.shift();
      if (event === undefined) return new Promise<void>(() => {});
      controller.enqueue(event);
      return Promise.resolve();
    },
  });
  const headers = { "content-type": "text/event-stream" };
  return Promise.resolve(new Response(body, { headers }));
}
