/**
 * A collector that takes everything, in a thread of its own, so that what it
 * does itself is not measured. It says its port.
 *
 * @module
 */

/// <reference lib="deno.worker" />

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => self.postMessage(port),
  },
  async (request) => {
    await request.bytes();
    return Response.json({});
  },
);
