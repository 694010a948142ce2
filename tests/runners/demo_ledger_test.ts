import { assert, assertEquals } from "@std/assert";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { loadTokenizer } from "../../demo/scripted_model/wire/tokenizer.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import type { WireApi } from "../../runners/shared/model.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { SpanRecorder } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { recordingHandler } from "../_helpers/scripted_model.ts";
import { type DemoLedger, DemoLedgers, drawLedger } from "./_demo_ledger.ts";
import { DEMO_LEDGERS } from "./_demo_ledgers.ts";
import { demoAnswer } from "./_demo_answer.ts";

/** Each runner, and whether its requests are the same in every run. */
const RUNS: readonly {
  readonly runner: Runner;
  readonly api: WireApi;
  readonly isSame: boolean;
}[] = [
  { runner: planExecute, api: "chat_completions", isSame: true },
  { runner: openaiAgent, api: "chat_completions", isSame: true },
  { runner: deepAgent, api: "chat_completions", isSame: true },
  { runner: deepAgent, api: "messages", isSame: true },
  // The CLI tells its model of a folder, the system and the day.
  { runner: claudeAgent, api: "messages", isSame: false },
];

for (const { runner, api } of RUNS) await runner.load(api);

for (const { runner, api, isSame } of RUNS) {
  const name = `${runner.name} over ${api}` as keyof typeof DEMO_LEDGERS;
  Deno.test(`a demo run of ${name} has this ledger, near a tokenizer's count`, async () => {
    const ledgers = await demoLedgers(runner, api);
    const drawn = ledgers.map(drawLedger).join("\n\n");
    if (isSame) assertEquals(drawn, DEMO_LEDGERS[name].trim());
    else assertNearly(drawn, DEMO_LEDGERS[name].trim());
    for (const ledger of ledgers) assertNearCount(ledger);
    assertCosts(ledgers[0]!);
  });
}

async function demoLedgers(
  runner: Runner,
  api: WireApi,
): Promise<DemoLedger[]> {
  const count = await loadTokenizer();
  const { handler, requests } = recordingHandler();
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler });
  const { baseUrl } = model;
  await demoAnswer(runner, { api, baseUrl });
  assertContract(recorder.spans);
  return new DemoLedgers(recorder.spans, requests, count).all();
}

/** The same table, but for a few tokens. */
function assertNearly(drawn: string, expected: string): void {
  const words = (table: string) => table.split(/\s+/);
  const [found, wanted] = [words(drawn), words(expected)];
  const isNear = (word: string, place: number) => {
    const most = 10 + 0.03 * Number(wanted[place]);
    return word === wanted[place] ||
      Math.abs(Number(word) - Number(wanted[place])) <= most;
  };
  const isSame = found.length === wanted.length && found.every(isNear);
  if (!isSame) assertEquals(drawn, expected);
}

/** Each line of each turn: what frames a message is in it, and not counted. */
function assertNearCount({ agent, columns }: DemoLedger): void {
  for (const { title, lines } of columns) {
    for (const { source, told, counted, pieces } of lines) {
      const most = 0.1 * counted + 10 * pieces;
      assert(
        Math.abs(told - counted) <= most,
        `${agent} ${title}: ${source} has ${told}, counted as ${counted}`,
      );
    }
  }
}

/** Over the run: each source of a hundredth of the input, and its share. */
function assertCosts({ columns }: DemoLedger): void {
  const { lines } = columns.at(-1)!;
  const sum = (of: "told" | "counted") =>
    lines.reduce((all, line) => all + line[of], 0);
  const large = lines.filter(({ told }) => told >= sum("told") / 100);
  assert(large.length > 3);
  for (const { source, told, counted } of large) {
    const share = counted * sum("told") / sum("counted");
    assert(
      Math.abs(told - share) <= 0.1 * share,
      `${source} has ${told}, and a share of ${share}`,
    );
  }
}
