import { Command, InvalidArgumentError, Option } from "commander";
import metadata from "../deno.json" with { type: "json" };
import { MODEL_FORMS } from "../runners/model.ts";
import type { Runner } from "../runners/runner.ts";

/** What a person asked of a command, before it is checked against the world. */
export interface CommandOptions {
  readonly question: string;
  readonly modelId?: string;
  readonly mcpConfig: string;
  readonly maxTurns: number;
  readonly runId?: string;
  readonly scenarioId?: string;
  readonly showTrajectory: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

const RUN_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The command line of a runner: the same for all of them. */
export function agentCommand(name: string, runner: Runner): Command {
  return new Command(name)
    .description(`Answers a question with an agent that ${runner.summary}.`)
    .argument("<question>", "the question; - reads it from stdin")
    .option(
      "--model-id <id>",
      "the model (default: LITELLM_MODEL), see below",
    )
    .option(
      "--mcp-config <file>",
      "the MCP servers; each runs in this file's folder",
      "mcp.json",
    )
    .addOption(
      new Option(
        "--max-turns <n>",
        "turns that the agent may take, plan and summary included",
      )
        .default(30)
        .argParser(positiveInteger),
    )
    .addOption(
      new Option("--run-id <id>", "the id of the run (default: a UUID)")
        .argParser(runId),
    )
    .option("--scenario-id <id>", "the id of the scenario it belongs to")
    .option(
      "--show-trajectory",
      "print every turn and tool call on stderr",
      false,
    )
    .option(
      "--json",
      "print one AgentResult as JSON instead of the answer",
      false,
    )
    .option(
      "--verbose",
      "print turns, calls and the servers' stderr as they come",
      false,
    )
    .version(metadata.version)
    .showSuggestionAfterError()
    .addHelpText("after", helpAfter(name));
}

function helpAfter(name: string): string {
  return `
Models:
${MODEL_FORMS}

Tracing is off unless one of these is set:
  OTEL_EXPORTER_OTLP_ENDPOINT  where to send spans, such as http://localhost:4318
  OTEL_TRACES_FILE             a file to append them to
  OTEL_TRACES_EXPORTER         otlp, console, none
Prompts and results stay out of spans unless
OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true.
With AGENT_TRAJECTORY_DIR set, each result is also written to <dir>/<run id>.json.

The answer goes to stdout, everything else to stderr.
Exit codes: 0 answered, 1 failed, 2 bad usage (nothing was started),
130 and 143 interrupted.

Example, with a scripted model and no key:
  deno task ${name} --model-id demo "Why is Chiller 6 drawing more power?"`;
}

function positiveInteger(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 1_000_000) {
    throw new InvalidArgumentError("It must be a whole number from 1 on.");
  }
  return Number(text);
}

function runId(text: string): string {
  // It becomes a file's name. "." and ".." would not be one.
  if (!RUN_ID.test(text) || /^\.+$/.test(text)) {
    throw new InvalidArgumentError(
      "It must be 1 to 128 of A-Z a-z 0-9 . _ - and no path.",
    );
  }
  return text;
}
