/** Error for what a person typed or set wrongly: exit code 2, nothing started. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
