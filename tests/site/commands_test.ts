import { assert, assertEquals } from "@std/assert";
import { BENCH_COMMAND } from "../../bench/harness/command.ts";
import { agentCommand } from "../../cli/agent/command.ts";
import { DEMO_COMMAND } from "../../cli/demo/command.ts";
import { HONEYCOMB_COMMAND } from "../../cli/honeycomb/command.ts";
import { LITELLM_COMMAND } from "../../cli/server/litellm_command.ts";
import type { Command } from "../../command_line/command.ts";
import { knownFlags } from "../../command_line/known_flags.ts";
import config from "../../deno.json" with { type: "json" };
import { turnsCommand } from "../../turns/command/turns_command.ts";
import { pages } from "./_pages.ts";

const AGENT = agentCommand("", "");
const COMMANDS: Readonly<Record<string, Command>> = {
  "claude-agent": AGENT,
  "deep-agent": AGENT,
  "openai-agent": AGENT,
  "plan-execute": AGENT,
  "bench": BENCH_COMMAND,
  "demo": DEMO_COMMAND,
  "honeycomb": HONEYCOMB_COMMAND,
  "litellm": LITELLM_COMMAND,
  "turns": turnsCommand(0),
};

/** A task of the reader's own project, which the pages write for them. */
const READERS_OWN = ["my-agent"];

/** One use of a task in a block of commands. */
interface Use {
  readonly task: string;
  readonly flags: readonly string[];
}

/** The tasks that a block runs, each with the flags behind its name. */
function usesIn(code: string): Use[] {
  const lines = code.replaceAll(/\\\n/g, " ").split("\n");
  return lines.flatMap((line) => {
    const [, words = ""] =
      /\bdeno task (?:--quiet |--cwd \S+ )*([^#|>;&]*)/.exec(line) ?? [];
    const [task] = words.split(" ", 1);
    if (!task) return [];
    const unquoted = words.replaceAll(/"[^"]*"|'[^']*'/g, "");
    return [{ task, flags: unquoted.match(/(?<= )--[\w-]+/g) ?? [] }];
  });
}

/** What of a use the repository does not have. */
function unknownIn({ task, flags }: Use): string[] {
  if (READERS_OWN.includes(task)) return [];
  if (!Object.hasOwn(config.tasks, task)) return [`deno task ${task}`];
  const command = COMMANDS[task];
  const known = command === undefined
    ? ["help", "version"]
    : knownFlags(command).map(({ name }) => name);
  return flags.filter((flag) => !known.includes(flag.slice(2)))
    .map((flag) => `deno task ${task} ${flag}`);
}

Deno.test("the commands on the pages are tasks and flags that there are", () => {
  const uses = pages().flatMap(({ path, blocks }) =>
    blocks.filter(({ language }) => language === "sh")
      .flatMap(({ code }) => usesIn(code).map((use) => ({ path, use })))
  );
  assert(uses.length > 30, `Only ${uses.length} commands were found`);
  assertEquals(
    uses.flatMap(({ path, use }) =>
      unknownIn(use).map((what) => `${path}: ${what}`)
    ),
    [],
  );
});

Deno.test("unknownIn() tells a task and a flag that there are not", () => {
  const unknown = (code: string) => usesIn(code).flatMap(unknownIn);
  assertEquals(unknown("deno task demos"), ["deno task demos"]);
  assertEquals(unknown("npx -y deno task demo --al"), ["deno task demo --al"]);
  assertEquals(
    unknown('deno task turns x.jsonl \\\n  --topp 3 "--not-one" # --nor-this'),
    ["deno task turns --topp"],
  );
});
