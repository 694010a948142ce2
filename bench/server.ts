/// <reference lib="deno.worker" />

/**
 * Starts a server in a thread of its own, so that what it does itself is not
 * measured.
 *
 * @param module The module that calls {@linkcode serveHere}.
 * @returns Its address.
 */
export function startServer(module: string): Promise<string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(module, import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }) => resolve(`http://127.0.0.1:${data}`);
  });
}

/**
 * Serves in this thread, which another one has started, and tells it the port.
 *
 * @param answer What answers a request, of which everything was read.
 */
export function serveHere(answer: (request: Request) => Response): void {
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => self.postMessage(port),
  }, async (request) => {
    await request.bytes();
    return answer(request);
  });
}
