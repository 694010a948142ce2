import { assertEquals, assertRejects } from "@std/assert";
import { ApiError } from "../../../cli/honeycomb/api_error.ts";
import { dashboard, run } from "./_run.ts";
import { StandIn } from "./_stand_in.ts";

const { board, columns, triggers } = dashboard;
const queries = board.panels.filter((panel) => panel.type === "query");

/** What there is, without what was asked. */
const state = (honeycomb: StandIn) =>
  structuredClone({
    boards: honeycomb.boards,
    queries: honeycomb.queries,
    annotations: honeycomb.annotations,
    triggers: honeycomb.triggers,
    columns: honeycomb.columns,
  });

Deno.test("create() makes columns, queries, annotations, board and triggers", async () => {
  await using honeycomb = new StandIn();

  const created = await run(honeycomb, { triggers: true, recipients: ["r1"] });

  const url = "https://ui.honeycomb.io/team/board/b0";
  assertEquals(created, { isNew: true, url });
  assertEquals(
    new Set(honeycomb.columns["deep-agent"]),
    new Set(columns.map(({ key_name }) => key_name)),
  );
  assertEquals(honeycomb.columns.empty, []);
  assertEquals(honeycomb.queries.length, queries.length);
  assertEquals(
    honeycomb.annotations.map(({ name }) => name),
    queries.map(({ name }) => name),
  );
  assertEquals(honeycomb.boards.map(({ name }) => name), [board.name]);
  assertEquals(
    honeycomb.triggers.map(({ name, recipients }) => ({ name, recipients })),
    triggers.map(({ name }) => ({ name, recipients: [{ id: "r1" }] })),
  );
});

Deno.test("create() changes nothing when it is run twice", async () => {
  await using honeycomb = new StandIn();
  await run(honeycomb, { triggers: true });
  const first = state(honeycomb);
  honeycomb.asked.length = 0;

  const again = await run(honeycomb, { triggers: true });

  assertEquals(again.isNew, false);
  assertEquals(state(honeycomb), first);
  assertEquals(honeycomb.writes, [
    "PUT /1/boards/b0",
    ...triggers.map((_, index) => `PUT /1/triggers/__all__/t${index}`),
  ]);
});

Deno.test("create() makes no triggers unless told to", async () => {
  await using honeycomb = new StandIn();
  await run(honeycomb);
  assertEquals(honeycomb.triggers, []);
});

Deno.test("create() replaces a query that changed, and its annotation", async () => {
  await using honeycomb = new StandIn();
  const [first, ...others] = board.panels.filter(({ type }) =>
    type === "query"
  );
  const before = {
    ...dashboard,
    board: {
      ...board,
      panels: [{ ...queries[0]!, query: { ...queries[0]!.query, limit: 7 } }],
    },
  };
  await run(honeycomb, { what: before });
  const stale = honeycomb.annotations.map(({ id }) => id);
  const panels = [first!, ...others];

  await run(honeycomb, { what: { ...dashboard, board: { ...board, panels } } });

  assertEquals(honeycomb.annotations.length, queries.length);
  assertEquals(
    honeycomb.annotations.some(({ id }) => stale.includes(id)),
    false,
  );
  assertEquals(honeycomb.boards.length, 1);
});

Deno.test("create() leaves a person's copy of the board as it is", async () => {
  await using honeycomb = new StandIn();
  const [panel] = queries;
  const query = { ...panel!.query, limit: 7 };
  const old = { ...board, panels: [{ ...panel!, query }] };
  await run(honeycomb, { what: { ...dashboard, board: old } });
  const copied = { ...honeycomb.annotations[0], id: "copied" };
  honeycomb.annotations.push(copied);
  honeycomb.boards.push({
    id: "copy",
    name: "Mine",
    panels: [{ query_panel: { query_annotation_id: copied.id } }],
  });

  await run(honeycomb);
  await run(honeycomb, { what: { ...dashboard, board: old } });

  const mine = honeycomb.annotations.filter(({ id }) => id === "copied");
  assertEquals(mine, [copied]);
  // Taken up, it would be deleted once the board has no need of it any more.
  assertEquals(JSON.stringify(honeycomb.boards[0]).includes("copied"), false);
  assertEquals(honeycomb.boards.length, 2);
});

Deno.test("create() gives an annotation the description that it has now", async () => {
  await using honeycomb = new StandIn();
  await run(honeycomb);
  const [old] = honeycomb.annotations;
  honeycomb.annotations[0] = { ...old, description: "old" };

  await run(honeycomb);

  assertEquals(honeycomb.annotations[0], old);
  assertEquals(honeycomb.queries.length, queries.length);
});

Deno.test("create() keeps a person's tags, limits, recipients and what is off", async () => {
  await using honeycomb = new StandIn();
  await run(honeycomb, { triggers: true, recipients: ["r1"] });
  const tags = [{ key: "team", value: "agents" }];
  honeycomb.boards[0] = { ...honeycomb.boards[0], tags };
  const details = { pagerduty_severity: "info" };
  honeycomb.triggers[0] = {
    ...honeycomb.triggers[0],
    threshold: { op: ">", value: 5 },
    disabled: true,
    recipients: [{ id: "r2", type: "pagerduty", target: "x", details }],
  };

  await run(honeycomb, { triggers: true, recipients: ["r3"] });

  assertEquals(honeycomb.boards[0]?.tags, tags);
  const { threshold, disabled, recipients } = honeycomb.triggers[0]!;
  assertEquals({ threshold, disabled, recipients }, {
    threshold: { op: ">", value: 5 },
    disabled: true,
    recipients: [{ id: "r2", details }],
  });
});

Deno.test("create() finishes what was interrupted, and makes nothing twice", async () => {
  for (const path of ["/1/queries/", "/1/query_annotations/", "/1/boards"]) {
    const controller = new AbortController();
    let left = path === "/1/boards" ? 1 : 3;
    await using honeycomb = new StandIn((asked) => {
      const isIt = asked.method === "POST" && asked.path.startsWith(path);
      if (isIt && --left === 0) {
        controller.abort(new DOMException("", "AbortError"));
      }
      return undefined;
    });
    await assertRejects(
      () => run(honeycomb, { signal: controller.signal }),
      DOMException,
    );
    await run(honeycomb, { triggers: true });

    assertEquals(honeycomb.annotations.length, queries.length, path);
    assertEquals(honeycomb.boards.length, 1, path);
    assertEquals(honeycomb.triggers.length, triggers.length, path);
    const names = honeycomb.annotations.map(({ name }) => name);
    assertEquals(new Set(names).size, names.length, path);
  }
});

Deno.test("create() waits for the rate limit, and gives up after some time", async () => {
  let count = 0;
  const limited = { status: 429, headers: { "retry-after": "0" } };
  await using honeycomb = new StandIn(() =>
    ++count % 3 === 0 ? limited : undefined
  );
  await run(honeycomb);
  assertEquals(honeycomb.boards.length, 1);
  assertEquals(honeycomb.annotations.length, queries.length);

  await using closed = new StandIn(() => limited);
  await assertRejects(
    () => run(closed),
    ApiError,
    "Cannot look up the key: Honeycomb answered 429. Run it again",
  );
  assertEquals(closed.asked.length, 5);
});

Deno.test("create() makes columns in the dataset that is named", async () => {
  await using honeycomb = new StandIn();
  await run(honeycomb, { dataset: "empty" });
  assertEquals(honeycomb.columns["deep-agent"]?.length, 3);
  assertEquals(honeycomb.columns.empty?.includes("turn.prompt.grew_by"), true);
});
