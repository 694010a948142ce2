/** How vendors and gateways say it, in small letters. */
const WITHHELD: readonly string[] = [
  "content_filter",
  "content-filter",
  "content_filtered",
  "refusal",
  "safety",
  "sensitive",
  "prohibited_content",
  "blocklist",
  "spii",
  "recitation",
  "guardrail_intervened",
];

/**
 * Tells whether a `finish_reason` or a `stop_reason` says that the reply was
 * withheld, or a part of it.
 *
 * @param reason The reason, whatever it is.
 * @returns Whether it says so.
 */
export function isWithheld(reason: unknown): boolean {
  return typeof reason === "string" && WITHHELD.includes(reason.toLowerCase());
}
