import { count } from "../draw/format.ts";
import type { TurnsIo } from "./io.ts";

/** Says how much could not be counted. */
export async function sayLeftOut(
  withoutUsage: number,
  io: TurnsIo,
): Promise<void> {
  if (withoutUsage === 0) return;
  await io.err(
    `Left out ${
      count(withoutUsage)
    } turns or model calls that report no tokens\n`,
  );
}
