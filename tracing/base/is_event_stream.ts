/**
 * Tells whether a reply is a stream of events.
 *
 * @param reply The reply, of which only the headers are read.
 * @returns Whether its content type says so.
 */
export function isEventStream({ headers }: Pick<Response, "headers">): boolean {
  const type = headers.get("content-type");
  return type?.startsWith("text/event-stream") ?? false;
}
