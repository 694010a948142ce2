import { typedAs } from "./typed_as.ts";

const { turns, demo } = typedAs();

/** What to do where there is no trace. */
export const NEXT_STEPS = [
  "What to run next:",
  ...(demo === undefined ? [] : [`  ${demo} writes a trace to look at`]),
  "  an agent writes its own with OTEL_TRACES_FILE=traces.jsonl",
  "  files and folders can be named:",
  `    ${turns} traces.jsonl`,
  "",
].join("\n");
