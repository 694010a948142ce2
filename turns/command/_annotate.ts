import { findingLine } from "../draw/finding_line.ts";
import type { Finding } from "../model/finding.ts";
import type { TurnsIo } from "./io.ts";

/** As GitHub reads it: a line's end would end the annotation. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

/**
 * Tells GitHub Actions, which puts each finding on the page of the run. It reads
 * stderr too, and stdout is for what is piped on.
 */
export async function annotate(
  findings: readonly Finding[],
  io: TurnsIo,
): Promise<void> {
  if (io.env("GITHUB_ACTIONS") !== "true") return;
  for (const finding of findings) {
    await io.err(`::error title=turns::${escaped(findingLine(finding))}\n`);
  }
}
