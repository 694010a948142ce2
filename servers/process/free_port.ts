/**
 * Finds a TCP port on loopback that nobody listens on.
 *
 * @param preferred The port to take if it is free.
 * @returns The port. Somebody else may take it before it is used.
 */
export function freePort(preferred = 0): number {
  try {
    return probe(preferred);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return probe(0);
  }
}

function probe(port: number): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port });
  return listener.addr.port;
}
