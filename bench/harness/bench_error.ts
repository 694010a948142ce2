/** What a benchmark failed of: its message says it all, with no stack. */
export class BenchError extends Error {
  override readonly name = "BenchError";
}
