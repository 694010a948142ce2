import { write } from "../privacy/warn.ts";

/** What is waited for, and for how long. */
export interface DeadlineOptions {
  /** From now, in milliseconds. */
  readonly timeoutMs: number;
  /** Makes the work stop, which lets it end at once. */
  readonly giveUp?: () => void;
  /**
   * When the person is told, in milliseconds.
   *
   * @default {500}
   */
  readonly noticeAfterMs?: number;
}

/** How long work that was made to stop has for its last message. */
const STOPPING_MS = 100;

/**
 * Waits for work, at most until a deadline. On a terminal the person is told
 * when it takes a while.
 *
 * @param work What is waited for. How it ends does not matter here.
 * @param options For how long.
 */
export async function withinDeadline(
  work: Promise<unknown>,
  { timeoutMs, giveUp, noticeAfterMs = 500 }: DeadlineOptions,
): Promise<void> {
  const timers: ReturnType<typeof setTimeout>[] = [];
  const after = (ms: number, fn: () => void) => {
    timers.push(setTimeout(fn, ms));
  };
  after(noticeAfterMs, () => {
    if (Deno.stderr.isTerminal()) write("flushing…\n");
  });
  const deadline = new Promise<void>((resolve) => {
    after(timeoutMs, () => {
      giveUp?.();
      after(giveUp === undefined ? 0 : STOPPING_MS, resolve);
    });
  });
  try {
    await Promise.race([work, deadline]);
  } catch {
    // Whoever could not deliver something has warned of it.
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
