/** Tokens that a scripted reply reports. */
export interface SaidUsage {
  /** Of the whole prompt, what was cached included. */
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

/** A JSON value that is looked into. */
// deno-lint-ignore no-explicit-any
type Json = any;

/**
 * Puts what is reported in the place of what an encoder wrote, in a whole
 * reply or in one event of a stream; `null` takes it out.
 */
export function withUsage(reply: Json, usage: SaidUsage | null): Json {
  for (const holder of [reply, reply.message, reply.response]) {
    if (typeof holder?.usage !== "object" || holder.usage === null) continue;
    if (usage === null) delete holder.usage;
    else Object.assign(holder.usage, detailed(holder.usage, usage));
  }
  return reply;
}

function detailed(
  written: Json,
  { input = 100, cacheRead, cacheWrite, reasoning }: SaidUsage,
): Json {
  if ("prompt_tokens" in written) {
    return {
      prompt_tokens_details: { cached_tokens: cacheRead ?? 0 },
      completion_tokens_details: { reasoning_tokens: reasoning ?? 0 },
    };
  }
  if ("cache_read_input_tokens" in written) {
    return {
      // This format counts only what was not cached.
      input_tokens: input - (cacheRead ?? 0) - (cacheWrite ?? 0),
      cache_read_input_tokens: cacheRead ?? 0,
      cache_creation_input_tokens: cacheWrite ?? 0,
    };
  }
  if ("input_tokens_details" in written) {
    return {
      input_tokens_details: { cached_tokens: cacheRead ?? 0 },
      output_tokens_details: { reasoning_tokens: reasoning ?? 0 },
    };
  }
  return {};
}
