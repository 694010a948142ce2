/**
 * A tool's own name: models are shown `iot__sites` or `mcp__iot__sites` where
 * `sites` alone would not do.
 */
export function ownName(shown: string): string {
  return shown.slice(shown.lastIndexOf("__") + 1).replace(/^_+/, "");
}

/** Words for a comparison: lower case, everything but letters and digits apart. */
export function words(text: string): string {
  return ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
}
