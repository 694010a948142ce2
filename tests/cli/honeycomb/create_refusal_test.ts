import { assertEquals, assertRejects } from "@std/assert";
import { ApiError } from "../../../cli/honeycomb/api_error.ts";
import { dashboard, run } from "./_run.ts";
import { StandIn } from "./_stand_in.ts";

const { board } = dashboard;

Deno.test("create() refuses before it makes anything", async (t) => {
  const cases: readonly (readonly [string, (to: StandIn) => void, string])[] = [
    [
      "an ingest key",
      (to) => to.type = "ingest",
      "Cannot create the board with this key: it is an ingest key. Set HONEYCOMB_API_KEY to a configuration key",
    ],
    [
      "a key that may not make queries",
      (to) => to.access = { queries: false, columns: false, boards: true },
      'Cannot create the board with this key: it lacks the permission "Manage Queries and Columns". Give it to the key in the environment\'s settings',
    ],
    [
      "a key that may not make triggers",
      (to) => to.access = { ...to.access, triggers: false },
      'Cannot create the board with this key: it lacks the permission "Manage Triggers". Give it to the key in the environment\'s settings',
    ],
    [
      "a key of Honeycomb Classic",
      (to) => to.environment = "",
      "Cannot use HONEYCOMB_API_KEY: it is of no environment, which a key of Honeycomb Classic is not. Make a configuration key in an environment",
    ],
    [
      "two boards of its name",
      (to) => to.boards.push({ name: board.name }, { name: board.name }),
      `Cannot update board "${board.name}": there are 2 of that name. Rename or delete all but one`,
    ],
    [
      "an environment with no spans of ours",
      (to) => to.columns["deep-agent"] = ["name"],
      "Cannot create the board: no dataset of the environment has spans of turnspan, and Honeycomb takes no query of columns that it does not know. Send it a run first, or name a dataset for the columns with --dataset",
    ],
  ];
  for (const [name, change, message] of cases) {
    await t.step(name, async () => {
      await using honeycomb = new StandIn();
      change(honeycomb);
      const error = await assertRejects(
        () => run(honeycomb, { triggers: true }),
        ApiError,
      );
      assertEquals(error.message, message);
      assertEquals(honeycomb.writes, []);
    });
  }
});
