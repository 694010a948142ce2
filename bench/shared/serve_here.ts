// deno-lint-ignore-file no-console
/**
 * Serves until the input of this process ends, after {@linkcode startServer}
 * has started it.
 *
 * @param answer What answers a request, of which everything was read.
 */
export async function serveHere(
  answer: (request: Request) => Response,
): Promise<void> {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
  }, async (request) => {
    await request.bytes();
    return answer(request);
  });
  for await (const _chunk of Deno.stdin.readable);
  await server.shutdown();
}
