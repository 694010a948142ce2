import type { Command } from "../../command_line/command.ts";

/** The command that runs a LiteLLM proxy. */
export const LITELLM_COMMAND = {
  name: "litellm",
  description: `\
Starts a LiteLLM proxy on this machine. Its spans join the traces of the agents
that call it. The first time, it is installed into its own virtual environment,
which needs Python and takes a minute or two.`,
  flags: {
    config: {
      usage: "--config <file>",
      help:
        "a configuration file (default: `deploy/litellm/demo.yaml`: every model of OpenAI and Anthropic whose key is set, and the scripted models `demo` and `demo-claude`)",
    },
  },
  after: `\
It listens on port 4000 of 127.0.0.1, or on a free port if that is taken, and
prints the variables for the agents. Environment variables that it reads:
  OPENAI_API_KEY, ANTHROPIC_API_KEY  the vendors' keys
  LITELLM_MASTER_KEY                 the key that agents send (default: a new one)
  OTEL_EXPORTER_OTLP_ENDPOINT        where it sends its spans (default: http://localhost:4318)
  LITELLM_OTEL_V2                    true for the newer span set

Exit codes: 1 failed, 2 bad usage, 130 and 143 interrupted.`,
} as const satisfies Command;
