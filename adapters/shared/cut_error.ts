/** Error of a reply that broke off. */
export class CutError extends Error {
  constructor(cause?: unknown) {
    super("The model's reply broke off", cause === undefined ? {} : { cause });
    this.name = "CutError";
  }
}
