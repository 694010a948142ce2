/** A port of loopback where nobody listens; it stays so until it is disposed of. */
export interface NobodyListens extends Disposable {
  /** Its number. */
  readonly port: number;
  /** Its address, without a path. */
  readonly url: string;
}

/**
 * Holds a port that refuses every connection. One that has merely been closed
 * does so only until the system gives its number to the next server, which may
 * be another test's. It gives no number away while a connection to it is open:
 * so one is. A program that asks for this very number gets it all the same.
 *
 * A server that goes while it has connections needs none of this: the system
 * keeps its number for a minute.
 */
export async function nobodyListens(): Promise<NobodyListens> {
  const hostname = "127.0.0.1";
  const listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const connecting = Deno.connect({ hostname, port });
  const ends = [await listener.accept(), await connecting];
  listener.close();
  return {
    port,
    url: `http://${hostname}:${port}`,
    [Symbol.dispose]: () => ends.forEach((end) => end.close()),
  };
}
