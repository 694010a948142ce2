/** What Honeycomb's API refused or did not do: exit code 1, one line. */
export class ApiError extends Error {
  override readonly name = "ApiError";
}
