import type { Tiktoken } from "js-tiktoken/lite";

let loading: Promise<Tiktoken> | undefined;

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/**
 * Loads the `o200k_base` tokenizer, once.
 *
 * It takes a second and 20 MB, so nothing loads it before the first request.
 */
export async function loadTokenizer(): Promise<CountTokens> {
  loading ??= load();
  const tokenizer = await loading;
  // Special tokens in a text are text: nobody who sends them means them.
  return (text) => tokenizer.encode(text, [], []).length;
}

async function load(): Promise<Tiktoken> {
  const [{ Tiktoken }, { default: ranks }] = await Promise.all([
    import("js-tiktoken/lite"),
    import("js-tiktoken/ranks/o200k_base"),
  ]);
  return new Tiktoken(ranks);
}
