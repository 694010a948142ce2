import type { Command, Values } from "../../command_line/command.ts";
import type { BillBy } from "../model/bill_line.ts";
import {
  parseSince,
  parseSourceLimits,
  parseTokens,
  parseTolerance,
} from "./_quantities.ts";
import { type TypedAs, typedAs } from "./typed_as.ts";

const flags = (now: number) =>
  ({
    overTokens: {
      usage: "--over <tokens>",
      help: "only prompts of more tokens than this: `14000` or `14k`",
      read: parseTokens,
    },
    runner: {
      usage: "--runner <name>",
      help:
        "only this runner's turns, such as `plan_execute` or `plan-execute`",
      read: notEmpty,
    },
    model: {
      usage: "--model <text>",
      help: "only models whose name contains this",
      read: notEmpty,
    },
    sinceMs: {
      usage: "--since <when>",
      help:
        "only turns that started since then: `2h`, `7d`, `2026-11-20`, `2026-11-20T14:30`",
      read: (text: string) => parseSince(text, now),
    },
    run: {
      usage: "--run <id>",
      help: "only this run: its run id or trace id, or the beginning of one",
      // As copied from a table that had no room for the whole id.
      read: (text: string) => notEmpty(text).replace(/…$/, ""),
    },
    tree: {
      usage: "--tree",
      help: "draw the run's trace as a tree (with `--run`)",
    },
    ledger: {
      usage: "--ledger",
      help:
        "draw the run as a table, a line a source and a column a turn (with `--run`)",
    },
    by: {
      usage: "--by <what>",
      help:
        "add up tokens by `source`, `server`, `tool`, `agent`, `turn`, `run`, `runner`, `model` or `conversation`",
      read: billBy,
    },
    top: {
      usage: "--top <n>",
      help:
        "how many turns to list (default: 10); with `--by`, how many lines (default: 40, and all with `--json`)",
      read: atLeastOne,
    },
    check: {
      usage: "--check <file>",
      help: "compare with a baseline; exit code 1 if prompts are over it",
      read: fileName,
    },
    update: {
      usage: "--update <file>",
      help: "write the baseline for `--check`, by runner, agent and turn",
      read: fileName,
    },
    tolerance: {
      usage: "--tolerance <percent>",
      help:
        "how far over the baseline is allowed (default: `10%`, and 0 for runs of the demo's model)",
      read: parseTolerance,
    },
    maxPrompt: {
      usage: "--max-prompt <tokens>",
      help: "exit code 1 if a prompt has more tokens than this: `14k`",
      read: parseTokens,
    },
    maxGrowth: {
      usage: "--max-growth <tokens>",
      help:
        "exit code 1 if a prompt grew by more tokens from one turn to the next",
      read: parseTokens,
    },
    maxSource: {
      usage: "--max-source <source=tokens>",
      help:
        "exit code 1 if a prompt holds more tokens of a source: `iot/history=5k`; can be repeated",
      read: parseSourceLimits,
      repeats: true,
    },
    maxTotal: {
      usage: "--max-total <tokens>",
      help: "exit code 1 if a run sent more input tokens in all",
      read: parseTokens,
    },
    json: { usage: "--json", help: "print JSON" },
  }) as const;

type TurnsFlags = ReturnType<typeof flags>;

/** What the command line asks for. */
export interface TurnsArgs extends Values<TurnsFlags> {
  /** Files and folders. */
  readonly paths: readonly string[];
}

const details = ({ turns, elsewhere }: TypedAs) =>
  `\
What is read: the files and folders named (from a folder, its .jsonl, .ndjson and
.json files), else the file in OTEL_TRACES_FILE, else .turnspan/demo.jsonl, which
"deno task demo" writes. A file is OTLP/JSON with one {"resourceSpans":[…]} a line.
What Tempo, Jaeger's API and the Java SDK write is read too, and so is gzip.

What is listed: every agent.turn, and every model call by the OpenTelemetry GenAI
conventions that is in no turn. A call that both the agent and a proxy report is
listed once. GROWTH is the difference in tokens to the turn before. GREW BY names
the source of most of the new content, with an earlier turn where most of the
prompt came in that turn; for a first turn it names the largest part of the prompt.

Above the list stands the answer: the largest turn, what it is made of, and what
the costliest source of its run came to. --by lists totals instead: input tokens,
their share, in how many calls the source was, the turn in which it came, and the
most turns in a row that held it. --ledger draws one run with a line a source and
a column a turn; where there is no room, neighbouring turns share a column.

--json prints {"version":1,"sources","spansRead","turns":[…]}. A turn has kind
("turn" or "chat"), traceId, spanId, startTime, durationMs, promptTokens and, where
known, agentSpanId, runId, runner, agent, turn, phase, conversation, model, outputTokens,
growthTokens, bytes ({instructions, tools, messages, results}), grewBy, grewByBytes,
grewByTokens, tokens (the same parts as bytes), sources ([{source, tokens}]), basis,
partial, cacheReadTokens, cacheExpectedTokens, cacheBrokenBy, costUsd, outputCostUsd,
cacheReadCostUsd, cameIn ({turn, growthTokens, grewBy, grewByBytes, grewByTokens}:
the earlier turn in which most of the prompt came) and error. The Command line page
describes the JSON of --by and --ledger.

turns diff <a> <b> [paths...] compares two runs turn by turn and source by source.
Name runs by their ids or the beginnings of them, or name two files: then the last
run of each runner and scenario is compared.

In CI, --update writes a baseline to a file that you commit, and --check compares
with it. --max-prompt, --max-growth, --max-source and --max-total need no baseline.
Each violation is a line that says what is over, where, and by how much; on GitHub
Actions it is an annotation too.

Exit codes: 0 success, also if no turn passes the filters; 1 there are no turns or
no such run, or something is over a baseline or a limit; 2 bad usage, or a file
cannot be read or written.

Examples: the ten largest prompts, the large ones of the week, one run as a tree,
the largest as JSON, two runs compared, and a gate
  ${turns}
  ${turns} --over 14k --since 7d traces/
  ${turns} --run 3f2a --tree
  ${turns} --json --top 1 | jq '.turns[0]'
  ${turns} diff 3f2a 91bc
  ${turns} --check prompts.json --max-prompt 14k

${elsewhere}`;

/**
 * The command that ranks turns.
 *
 * @param now The time now, for durations.
 * @returns The command.
 */
export function turnsCommand(now: number): Command<TurnsFlags> {
  return {
    name: "turns",
    description:
      "Shows which turn sent the largest prompt and what made it grow. Lists the turns of traced agent runs by prompt size, largest first.",
    operand: { usage: "[paths...]", help: "files and folders to read" },
    flags: flags(now),
    after: details(typedAs()),
  };
}

const BILLS = [
  ...["source", "server", "tool", "agent", "turn", "run"] as const,
  ...["runner", "model", "conversation"] as const,
];

function billBy(text: string): BillBy {
  const by = BILLS.find((one) => one === text);
  if (by !== undefined) return by;
  throw new RangeError(
    `Cannot add up by "${text}": write one of ${BILLS.join(", ")}`,
  );
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new RangeError(
      `Cannot list "${text}" turns: write a whole number from 1 to 999999`,
    );
  }
  return Number(text);
}

function fileName(text: string): string {
  if (text.trim() === "") {
    throw new RangeError(
      'Cannot use "" as a baseline: name a file, such as prompts.json',
    );
  }
  return text;
}

function notEmpty(text: string): string {
  if (text.trim() === "") {
    throw new RangeError('Cannot filter by "": the value is empty');
  }
  return text;
}
