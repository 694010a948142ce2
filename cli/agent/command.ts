import type { Command, Flags, Values } from "../../command_line/command.ts";
import { denoCommand } from "../../command_line/deno_command.ts";
import { modelForms } from "../../runners/shared/model_forms.ts";
import type { WireApi } from "../../runners/shared/wire_api.ts";

const RUN_ID = /^[A-Za-z0-9._-]{1,128}$/;

const FLAGS = {
  modelId: {
    usage: "--model-id <id>",
    help:
      "the model, see [Models](./models-and-servers.md#models) (default: `LITELLM_MODEL`)",
  },
  mcpConfig: {
    usage: "--mcp-config <file>",
    help:
      "the [MCP servers](./models-and-servers.md#mcp-servers); each runs in this file's folder (default: `mcp.json`)",
  },
  maxTurns: {
    usage: "--max-turns <n>",
    help:
      "most turns of the run; in plan-execute, the plan and the summary are turns too",
    default: 30,
    read: positiveInteger,
    expects: "It must be a whole number from 1 on",
  },
  maxInputTokens: {
    usage: "--max-input-tokens <n>",
    help:
      "most input tokens of the whole run, see [Budgets](./budgets.md) (default: no limit)",
    read: tokens,
    expects: "It must be a whole number from 1 on",
  },
  maxPromptTokens: {
    usage: "--max-prompt-tokens <n>",
    help: "most input tokens of one prompt (default: no limit)",
    read: tokens,
    expects: "It must be a whole number from 1 on",
  },
  runId: {
    usage: "--run-id <id>",
    help:
      "the run's id, 1 to 128 characters of `A-Z a-z 0-9 . _ -` (default: a UUID)",
    // It becomes a file's name. "." and ".." would not be one.
    read: (text) => RUN_ID.test(text) && !/^\.+$/.test(text) ? text : undefined,
    expects: "It must be 1 to 128 characters of A-Z a-z 0-9 . _ - and no path",
  },
  scenarioId: {
    usage: "--scenario-id <id>",
    help:
      "the scenario that the run belongs to, such as a row of an evaluation",
  },
  conversationId: {
    usage: "--conversation-id <id>",
    help:
      "the [conversation](./spans.md#every-span) that the run belongs to; a LiteLLM proxy gets it as its session",
    read: (text) => text.trim() === "" ? undefined : text,
    expects: "It must not be empty",
  },
  showTrajectory: {
    usage: "--show-trajectory",
    help: "print every turn and tool call on stderr",
  },
  json: {
    usage: "--json",
    help: "print one [AgentResult](#the-result) as JSON instead of the answer",
  },
  verbose: {
    usage: "--verbose",
    help: "print turns, tool calls and the servers' stderr as they happen",
  },
} as const satisfies Flags;

/** The flags of a runner as typed, before anything is checked. */
export type AgentFlags = Values<typeof FLAGS>;

/**
 * The command of a runner: the same for all of them, but for the models.
 *
 * @param name The name of its task.
 * @param summary What the runner does.
 * @param apis The wire formats that it speaks: help lists no other model.
 * @returns The command.
 */
export function agentCommand(
  name: string,
  summary: string,
  apis: readonly WireApi[] = ["chat_completions", "messages"],
): Command<typeof FLAGS> {
  return {
    name,
    description: `Answers a question with an agent that ${summary}.`,
    operand: {
      usage: "<question>",
      help: "the question, or - to read it from stdin",
    },
    flags: FLAGS,
    // It looks for Deno on the PATH, and only help says where.
    get after() {
      return helpAfter(name, apis);
    },
  };
}

function helpAfter(name: string, apis: readonly WireApi[]): string {
  return `Models:
${modelForms(apis).table}

Tracing is off unless one of these is set:
  OTEL_EXPORTER_OTLP_ENDPOINT  where to send spans, such as http://localhost:4318
  OTEL_TRACES_FILE             a file to append them to
  OTEL_TRACES_EXPORTER         otlp, console, none
Spans hold no prompts and no results unless
OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true. If AGENT_TRAJECTORY_DIR
is set, each result is also written to <dir>/<run id>.json.

The answer is printed on stdout, everything else on stderr.

Exit codes: 0 answered, 1 failed, 2 bad usage (nothing was started),
130 and 143 interrupted.

Example, with a scripted model and no key:
  ${denoCommand()} task ${name} --model-id demo "Why is Chiller 6 drawing more power?"`;
}

function positiveInteger(text: string): number | undefined {
  const number = tokens(text);
  return number !== undefined && number <= 1_000_000 ? number : undefined;
}

function tokens(text: string): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= 1 && Number.isSafeInteger(number)
    ? number
    : undefined;
}
