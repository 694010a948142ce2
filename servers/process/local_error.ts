/** Error for a server or a tool of this machine's that cannot be used. */
export class LocalError extends Error {
  override readonly name = "LocalError";
}
