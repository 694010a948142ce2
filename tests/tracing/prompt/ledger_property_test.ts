import { assert, assertEquals } from "@std/assert";
import { loadTokenizer } from "../../../demo/scripted_model/wire/tokenizer.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { serve } from "../http/_fetch_setup.ts";
import {
  ESTIMATED,
  LedgerErrors,
  MEASURED,
  OF_A_RUN,
  SHARED,
} from "./_ledger_errors.ts";
import { recordRun } from "./_made_run.ts";
import { MadeWorld } from "./_made_world.ts";
import { Random } from "./_random.ts";

const TURNS = 3_000;

/** A model for each of the three formats, and one of them twice. */
const MODELS = [
  ["gpt-5", "chat_completions"],
  ["claude-sonnet-4-5", "messages"],
  ["gpt-5", "responses"],
  ["claude-sonnet-4-5", "chat_completions"],
] as const;

Deno.test("a ledger of 3,000 made-up turns adds up, and is as exact as told", async () => {
  const random = new Random(19);
  const world = new MadeWorld(random, await loadTokenizer());
  const answers: Response[] = [];
  await using server = serve(() => answers.shift()!);
  const errors = new LedgerErrors();

  let turns = 0;
  while (turns < TURNS) {
    const [model, format] = random.pick(MODELS);
    using recorder = new SpanRecorder();
    const run = await recordRun({
      world,
      random,
      model,
      profile: world.profile(model, format),
      url: random.chance(0.4) ? `${server.url}/v1` : undefined,
      answers,
    });
    // Every sum is exact, and no line is below 1.
    assertContract(recorder.spans);
    errors.add(run, recorder.spans);
    turns += run.turns.length;
  }

  assertEquals(errors.faults(), []);
  // It is about enough cases of each, and few that a trace does not tell.
  assert(errors.count(MEASURED) > 1_000);
  assert(errors.count(SHARED) > 2_000);
  assert(errors.count(ESTIMATED) > 2_000);
  assert(errors.count(OF_A_RUN) > 200);
  assert(errors.untold < 300);
});
