/** Error for a server or a program on this machine that cannot be used. */
export class LocalError extends Error {
  override readonly name = "LocalError";
}
