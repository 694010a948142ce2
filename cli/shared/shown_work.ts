import { StatusLine } from "./terminal.ts";

/** Milliseconds between two updates. */
const INTERVAL_MS = 100;

/**
 * Shows on a terminal what is being done, and for how long, until it is disposed
 * of: work that blocks for seconds would look like a program that hangs.
 *
 * @param what What is being done.
 * @returns What ends it.
 */
export function shownWork(what: string): Disposable {
  const line = new StatusLine();
  if (!line.visible) return { [Symbol.dispose]: () => {} };
  const start = performance.now();
  const show = () => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    line.show(`${what} · ${seconds} s`);
  };
  show();
  const timer = setInterval(show, INTERVAL_MS);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      line.clear();
    },
  };
}
