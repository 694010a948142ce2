import { garbageCollector } from "./garbage_collector.ts";

/**
 * Collects garbage, and says whether something is left.
 *
 * @param ref What may be left.
 * @returns Whether it is.
 */
export async function isLeft(ref: WeakRef<object>): Promise<boolean> {
  const gc = garbageCollector();
  // What a WeakRef was asked for, or made of, stays until the end of the task.
  await new Promise((resolve) => setTimeout(resolve, 0));
  gc();
  return ref.deref() !== undefined;
}
