/** Tokens of a prompt that somebody is told of. */
export const LARGE_PROMPT = 100_000;

/** The turn that somebody is told of. */
export const LATE_TURN = 25;

/** Tokens from which a prompt is worth a cache. */
export const WORTH_A_CACHE = 10_000;
