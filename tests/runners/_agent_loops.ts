import type { WireApi } from "../../runners/shared/model.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { runScripted, type ScriptedResult, type ScriptedRun } from "./_run.ts";

/** A runner whose model chooses the tools turn by turn, in one wire format. */
export interface AgentLoop {
  /** For the names of tests. */
  readonly name: string;
  readonly runner: Runner;
  readonly api: WireApi;
  /** Runs it against a scripted model. */
  run(init: Omit<ScriptedRun, "runner" | "api">): Promise<ScriptedResult>;
}

/** All of them: what holds for one has to hold for each. */
export const AGENT_LOOPS: readonly AgentLoop[] = [
  openaiAgent,
  deepAgent,
  claudeAgent,
]
  .flatMap((runner) =>
    runner.apis.map((api) => ({
      name: `${runner.name} over ${api}`,
      runner,
      api,
      run: (init) => runScripted({ ...init, runner, api }),
    }))
  );

// Frameworks listen to signals and set timers once they are loaded, and for
// good: that is not the first test's doing.
for (const { runner, api } of AGENT_LOOPS) await runner.load(api);

/**
 * Makes one test for each runner and each wire format that it speaks, or for
 * those of them that it applies to.
 */
export function testEachLoop(
  what: string,
  fn: (loop: AgentLoop) => Promise<void>,
  applies: (loop: AgentLoop) => boolean = () => true,
): void {
  for (const loop of AGENT_LOOPS.filter(applies)) {
    Deno.test(`${loop.name} ${what}`, () => fn(loop));
  }
}

/** One wire format: what a gateway makes of a reply is a matter of that. */
export function usesCompletions({ api }: AgentLoop): boolean {
  return api === "chat_completions";
}

/** The Claude CLI retries by rules of its own, which its own tests state. */
export function retriesLikeTheVendors({ runner }: AgentLoop): boolean {
  return runner !== claudeAgent;
}

/** The tree of a run, from what is said of each turn after its name. */
export function loopTree(
  run: string,
  ...turns: readonly LoopTurn[]
): string {
  const lines = turns.flatMap(({ failed = "", posts = [""], tools = [] }) => [
    `  agent.turn ${failed}`,
    `    chat tested ${failed}`,
    ...posts.map((error) => `      POST ${error}`),
    ...tools.map((tool) => `    tool.call ${tool}`),
  ]);
  return [`agent.run ${run}`, ...lines].map((line) => line.trimEnd())
    .join("\n");
}

/** One turn in a tree. */
export interface LoopTurn {
  /** The `error.type` of the turn and of its chat. */
  readonly failed?: string;
  /** The `error.type` of each attempt, empty for one that went well. */
  readonly posts?: readonly string[];
  /** Each tool call: its name, and its `error.type` where it failed. */
  readonly tools?: readonly string[];
}
