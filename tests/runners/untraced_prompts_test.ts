import { assert, assertEquals } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import type { SourceTokens } from "@turnspan/turnspan";
import type { WireApi } from "../../runners/shared/model.ts";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { SpanRecorder } from "../../testing/mod.ts";
import { demoAnswer } from "./_demo_answer.ts";

const RUNNERS: readonly (readonly [Runner, WireApi])[] = [
  [planExecute, "chat_completions"],
  [claudeAgent, "messages"],
  [openaiAgent, "chat_completions"],
  [deepAgent, "chat_completions"],
  [deepAgent, "messages"],
];

for (const [runner, api] of RUNNERS) await runner.load(api);

for (const [runner, api] of RUNNERS) {
  Deno.test(`${runner.name} over ${api} tells the same of its prompts with tracing off`, async () => {
    const untraced = await answer(runner, api);
    using _recorder = new SpanRecorder();
    const traced = await answer(runner, api);
    assertEquals(untraced.traceId, undefined);
    assert(traced.traceId !== undefined);
    assertEquals(prompts(untraced), prompts(traced));
    const { promptSources = [], usage } = untraced;
    assertEquals(
      promptSources.reduce((sum, { tokens }) => sum + tokens, 0),
      usage.inputTokens,
    );
  });
}

/** What is said of each turn's prompt; sub-agents may begin in any order. */
function prompts({ trajectory, promptSources = [] }: AgentResult): string[] {
  const turns = trajectory.turns.map(({ agent, index, prompt }) => {
    assert(prompt !== undefined, `${agent} ${index}`);
    const { basis, grewBy, sources } = prompt;
    return JSON.stringify([agent, index, basis, grewBy, rounded(sources)]);
  });
  return [...turns.sort(), JSON.stringify(rounded(promptSources))];
}

/**
 * The large lines by name and thousands of tokens, the others by name: the
 * Claude CLI tells its model of a folder, whose name is another in each run.
 */
function rounded(lines: readonly SourceTokens[]): string[] {
  return lines.map(({ source, tokens }) =>
    tokens > 20_000 ? `${source} ${Math.round(tokens / 1_000)}` : source
  ).sort();
}

async function answer(runner: Runner, api: WireApi): Promise<AgentResult> {
  await using model = startScriptedModel();
  const { baseUrl } = model;
  return await demoAnswer(runner, { api, baseUrl });
}
