import { StatusLine } from "../shared/status_line.ts";
import { err } from "../shared/terminal.ts";

/** Milliseconds between two looks at the clock. */
const INTERVAL_MS = 1000;

/**
 * Says what takes long, and on a terminal for how long it has been going on.
 */
export function longWork(what: string, log: string): Disposable {
  err(`${what}. The log is ${log}`);
  const line = new StatusLine();
  const start = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - start) / 1000);
    line.show(`${what} · ${seconds} s`);
  }, INTERVAL_MS);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      line.clear();
    },
  };
}
