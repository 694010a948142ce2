import type { Usage } from "../../tracing/recorder/trajectory.ts";

/**
 * Usage out of what was reported, which may be anything: what is no number is
 * absent, as some endpoints report `null`, and nothing is no usage at all.
 */
export function reportedUsage(
  reported: { readonly [_ in keyof Usage]: unknown },
): Usage | undefined {
  const known = Object.entries(reported).filter(([, value]) =>
    typeof value === "number"
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
