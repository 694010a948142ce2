import type { Search } from "./search.ts";

/** Every line of a service's group in the menu, in the order of the questions. */
export const SEARCHES: readonly Search[] = [
  ...[
    ["8k to 16k tokens", "8k-16k"],
    ["16k to 32k tokens", "16k-32k"],
    ["32k to 64k tokens", "32k-64k"],
    ["64k to 128k tokens", "64k-128k"],
    ["128k tokens or more", ">=128k"],
  ].map(([size, bucket = ""]): Search => ({
    questions: ["largest", "sizes"],
    label: `Prompts of ${size}`,
    operation: "agent.turn",
    tags: { "turn.prompt.size_bucket": bucket },
  })),
  // A tool's own name is not known here: its links are in LINK_PATTERNS.
  ...[
    ["instructions", "instructions"],
    ["the program's own tools", "tools:local"],
  ].map(([source, value = ""]): Search => ({
    questions: ["sources"],
    label: `Costliest: ${source}`,
    operation: "agent.run",
    tags: { "agent.prompt.top_source": value },
  })),
  ...[
    ["another model", "model"],
    ["instructions", "instructions"],
    ["the user's text", "user"],
    ["the program's own tools", "tools:local"],
  ].map(([source, value = ""]): Search => ({
    questions: ["cache"],
    label: `Cache broken by ${source}`,
    operation: "agent.turn",
    tags: { "turn.cache.broken_by": value },
  })),
  {
    questions: ["latency"],
    label: "Turns of 30 s or more",
    operation: "agent.turn",
    tags: {},
    minDuration: "30s",
  },
  {
    questions: ["latency"],
    label: "Tool calls of 10 s or more",
    operation: "tool.call",
    tags: {},
    minDuration: "10s",
  },
  // By kind: a search for "error=true" finds nothing in Jaeger 2.13's memory.
  ...[
    ["reported an error", "tool_error"],
    ["timed out", "timeout"],
    ["do not exist", "unknown_tool"],
  ].map(([how, value = ""]): Search => ({
    questions: ["tools"],
    label: `Tools that ${how}`,
    operation: "tool.call",
    tags: { "error.type": value },
  })),
  ...[20, 30, 50].map((index): Search => ({
    questions: ["loops"],
    // A run that got further has a turn of just this index as well.
    label: `Loops: turn ${index} reached`,
    operation: "agent.turn",
    tags: { "turn.index": String(index) },
  })),
  {
    questions: ["loops"],
    label: "Stopped by the turn limit",
    operation: "agent.run",
    tags: { "error.type": "max_turns" },
  },
  {
    questions: ["budgets"],
    label: "Stopped by a token budget",
    operation: "agent.run",
    tags: { "error.type": "token_budget" },
  },
  // The turn failed by what its model call failed by.
  ...[
    ["400, a bad request", "400"],
    ["429, too many requests", "429"],
    ["500, server error", "500"],
    ["invalid reply", "invalid_reply"],
  ].map(([why, value = ""]): Search => ({
    questions: ["errors"],
    label: `Model failed: ${why}`,
    operation: "agent.turn",
    tags: { "error.type": value },
  })),
  {
    questions: ["errors"],
    // The turn has the name of the client's own error; the attempt has this.
    label: "Model requests that timed out",
    operation: "POST",
    tags: { "error.type": "timeout" },
  },
  {
    questions: ["run"],
    label: "Every run",
    operation: "agent.run",
    tags: {},
  },
];
