import type { Command } from "../../command_line/command.ts";
import { denoCommand } from "../../command_line/deno_command.ts";

/** The question where none is given. */
export const DEMO_QUESTION = "Why is Chiller 6 drawing more power?";

/** The demo's command. */
export const DEMO_COMMAND = {
  name: "demo",
  description: `\
Asks an agent about a made-up plant, and shows the trace of its run: the
answer, the span tree, and which turn sent the largest prompt and why.

The model is scripted: a local program takes the place of a paid model and
writes its answer from what the two MCP servers return. No key and no network
are needed.`,
  operand: {
    usage: "[question]",
    help: `the question (default: "${DEMO_QUESTION}")`,
  },
  flags: {
    all: {
      usage: "--all",
      help: "run all four runners and compare them (a larger download)",
    },
  },
  after: `\
The trace is appended to .turnspan/demo.jsonl, or to OTEL_TRACES_FILE, and is also
sent to OTEL_EXPORTER_OTLP_ENDPOINT if that is set. It includes prompts and
results, because the data is made up. To leave them out, set
OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false.

Exit codes: 0 answered, 1 failed, 2 bad usage, 130 and 143 interrupted.

Next: ${denoCommand()} task turns`,
} as const satisfies Command;
