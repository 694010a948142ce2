import { say } from "./_screen.ts";

/** Milliseconds that a person may wait without hearing why. */
const PATIENCE_MS = 1000;

/** Says why nothing is seen yet, unless it is ended before that takes long. */
export function saidIfSlow(): Disposable {
  const timer = setTimeout(
    () =>
      say("Loading the demo. The first time, its packages are downloaded.\n"),
    PATIENCE_MS,
  );
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
