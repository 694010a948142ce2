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
        "only what started since then: `2h`, `7d`, `2026-11-20`, `2026-11-20T14:30`",
      read: (text: string) => parseSince(text, now),
    },
    run: {
      usage: "--run <id>",
      help: "only this run: its id or its trace's, or how it begins",
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
        "draw the run as a table: a line a source, a column a turn (with `--run`)",
    },
    by: {
      usage: "--by <what>",
      help:
        "add up tokens by `source`, `server`, `tool`, `agent`, `turn` or `run`",
      read: billBy,
    },
    top: {
      usage: "--top <n>",
      help:
        "how many turns to list (10 unless given), or with `--by` lines (40, and all as JSON)",
      read: atLeastOne,
    },
    check: {
      usage: "--check <file>",
      help: "compare with a baseline: exit code 1 where prompts are over it",
      read: fileName,
    },
    update: {
      usage: "--update <file>",
      help: "write that baseline: by runner, agent and turn",
      read: fileName,
    },
    tolerance: {
      usage: "--tolerance <percent>",
      help:
        "how much over the baseline is fine (default: `10%`, and 0 where the demo's model answered)",
      read: parseTolerance,
    },
    maxPrompt: {
      usage: "--max-prompt <tokens>",
      help: "exit code 1 where a prompt has more tokens: `14k`",
      read: parseTokens,
    },
    maxGrowth: {
      usage: "--max-growth <tokens>",
      help: "exit code 1 where a prompt grew by more from one turn to the next",
      read: parseTokens,
    },
    maxSource: {
      usage: "--max-source <source=tokens>",
      help:
        "exit code 1 where a prompt holds more of a source: `iot/history=5k`; may be given several times",
      read: parseSourceLimits,
      repeats: true,
    },
    maxTotal: {
      usage: "--max-total <tokens>",
      help: "exit code 1 where a run sent more input tokens in all",
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
Where it reads: the files and folders named (of a folder its .jsonl, .ndjson and
.json files), else the file in OTEL_TRACES_FILE, else .turnspan/demo.jsonl, which
"deno task demo" writes. Files are OTLP/JSON, one {"resourceSpans":[…]} a line;
what Tempo, Jaeger's API and Java write of OTLP is read too, also packed with gzip.

What it lists: every agent.turn, and every model call by the OpenTelemetry GenAI
conventions that no turn holds. A call that agent and proxy both report is listed
once. GROWTH is tokens against the turn before; GREW BY is whose content was most
of what was new, and of an earlier turn where most of the prompt came in that one;
of a first turn it is what most of the prompt is.

It answers first: the largest turn and what it is made of, and what its run's
costliest source came to over its life. --by adds up instead: input tokens over
every call that held them, the share, how many calls those were, the turn in which
it came, and most turns in a row that held it. --ledger draws one run, a line a
source and a column a turn; neighbouring turns are one column where there is no
room, with their sum.

--json prints {"version":1,"sources","spansRead","turns":[…]}. A turn has kind
("turn" or "chat"), traceId, spanId, startTime, durationMs, promptTokens and, where
known, agentSpanId, runId, runner, agent, turn, phase, model, outputTokens,
growthTokens, bytes ({instructions, tools, messages, results}), grewBy, grewByBytes,
grewByTokens, tokens (the same parts as bytes), sources ([{source, tokens}]), basis, partial,
cacheReadTokens, cacheExpectedTokens, cacheBrokenBy, costUsd, outputCostUsd,
cacheReadCostUsd, cameIn ({turn,
growthTokens, grewBy, grewByBytes, grewByTokens}: the earlier turn that most of
the prompt came in) and error. The page of the command has what --by and --ledger
print as JSON.

turns diff <a> <b> [paths...] compares two runs, turn by turn and source by source:
by their ids or how those begin, or two files, of each kind of run the last one.

In CI, --update writes a baseline into a file that is committed, and --check
compares with it; --max-prompt and its kin need none. A line each says what is
over, where and by how much, and GitHub Actions gets annotations.

Exit codes: 0 turns were found, or there are turns and none passes the filters;
1 there are no turns or no such run, or something is over a baseline or a limit;
2 bad usage, or a file cannot be read or written.

Examples: the ten largest prompts, the large ones of the week, one run as a tree,
the largest as JSON, two runs side by side, and a gate
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
      "Which turn sent the largest prompt, and what made it grow: lists turns of traced agent runs by prompt size, the largest first.",
    operand: { usage: "[paths...]", help: "files and folders to read" },
    flags: flags(now),
    after: details(typedAs()),
  };
}

const BILLS = ["source", "server", "tool", "agent", "turn", "run"] as const;

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
