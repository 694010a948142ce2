/**
 * What every dashboard answers, whatever the backend, in the order in which
 * one asks.
 */
export const QUESTIONS = {
  largest: "Which turns sent the largest prompts, and what made them grow?",
  sources: "Which sources cost most?",
  cache: "Where did the cache break, and on what?",
  tokens: "How many tokens, and what did they cost?",
  latency: "How long do turns and tools take?",
  tools: "Which tools fail?",
  loops: "Which runs loop?",
  budgets: "Which runs did a budget stop?",
  errors: "Which model calls fail?",
  sizes: "How large are prompts?",
  run: "What happened in one run?",
} as const;

/** Names one of {@linkcode QUESTIONS}. */
export type Question = keyof typeof QUESTIONS;
