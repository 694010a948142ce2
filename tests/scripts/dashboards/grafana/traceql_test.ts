import { assert, assertEquals } from "@std/assert";
import { attributeFaults } from "./_attribute_faults.ts";
import { allQueries } from "./_queries.ts";
import { syntaxFaults } from "./_syntax_faults.ts";

const queries = await allQueries();

Deno.test("every TraceQL query that is shipped is within what is safe", () => {
  for (const { where, query } of queries) {
    assertEquals({ where, query, faults: syntaxFaults(query) }, {
      where,
      query,
      faults: [],
    });
  }
});

Deno.test("every TraceQL query that is shipped keeps to the contract", () => {
  for (const { where, query } of queries) {
    assertEquals({ where, query, faults: attributeFaults(query) }, {
      where,
      query,
      faults: [],
    });
  }
});

Deno.test("the queries are those of panels, alerts and pages", () => {
  for (
    const [kind, least] of [["panel", 40], ["alert", 7], ["docs/", 4]] as const
  ) {
    const found = queries.filter(({ where }) => where.startsWith(kind));
    assert(found.length >= least, `${kind}: ${found.length}`);
  }
});

Deno.test("syntaxFaults() refuses what Tempo or the parser may not know", () => {
  const refused = [
    "{ span.turn.index > .5 }",
    "{ nestedSetParent < 0 }",
    "{ span.turn.index = $max_turns }",
    "{ .turn.index > 3 }",
    "{ parent.turn.index > 3 }",
    "{ span.turn.index + 1 > 3 }",
    '{ rootName = "agent.run" }',
    '{ event:name = "exception" }',
    "{ } | rate() / 2",
    "{ } | rate() > 2",
    "({ } | rate()) / ({ } | rate())",
    "{ } | rate() with (sample=true)",
    "{ } | rate() with (most_recent=true)",
    "{ } with (sample=true)",
    "{ } | sum_over_time(span.turn.index + span.turn.tool_calls)",
    "{ } | max(span.turn.index) + 1 > 3",
    "{ } | rate() | bottomk(3)",
    "{ } | coalesce()",
    "{ } !>> { }",
  ];
  for (const query of refused) {
    assertEquals({ query, isRefused: syntaxFaults(query).length > 0 }, {
      query,
      isRefused: true,
    });
  }
});

Deno.test("syntaxFaults() allows what both know", () => {
  const allowed = [
    '{ name = "agent.turn" && (span.turn.index > 3 || duration > 2s) }',
    "{ } >> { } | by(span.turn.index) | count() > 2 | select(span.turn.index)",
    "{ } &>> { status = error }",
    "{ } ~ { kind != server }",
    "{ } | quantile_over_time(duration, 0.5, 0.95) by (span.agent.runner)",
    "{ } | histogram_over_time(span.turn.index)",
    "{ } | rate() by (span.agent.runner) | topk(10)",
    "{ } | compare({ status = error }, 10)",
    "{ } with (most_recent=true)",
  ];
  for (const query of allowed) {
    assertEquals({ query, faults: syntaxFaults(query) }, { query, faults: [] });
  }
});

Deno.test("attributeFaults() says what the contract does not have", () => {
  const turn = 'name = "agent.turn"';
  const faulty = [
    ["{ span.turn.index > 3 }", "does not say which spans"],
    ['{ name = "agent.twist" }', "does not say which spans"],
    ['{ name = "agent.run" || name = "agent.turn" }', "does not say which"],
    [`{ ${turn} && span.turn.number > 3 }`, 'Cannot use "turn.number"'],
    [`{ ${turn} && span.turn.index = "3" }`, "it is int"],
    [`{ ${turn} && span.agent.runner > 3 }`, "it is string"],
    [`{ ${turn} && span.turn.prompt.partial = 1 }`, "it is boolean"],
    [`{ ${turn} && span.turn.index = true }`, "it is int"],
    [`{ ${turn} && span.turn.phase = "ponder" }`, "it is never that"],
    [`{ ${turn} && span.turn.phase = nil }`, "with nil"],
    [`{ ${turn} && span.turn.index = span.turn.tool_calls }`, "compares no"],
    [`{ ${turn} && status = "error" }`, "compares status"],
    [`{ ${turn} && duration > 3 }`, "compares duration"],
    [`{ ${turn} } | select(span.tool.name)`, 'Cannot use "tool.name"'],
    [`{ ${turn} } | sum_over_time(span.agent.runner)`, "it is string"],
    [`{ ${turn} } | max_over_time(span.turn.prompt.source_tokens)`, "int[]"],
    [`{ ${turn} } | quantile_over_time(span.turn.phase, 0.5)`, "it is string"],
    [`{ ${turn} } | histogram_over_time(kind)`, "takes kind for a number"],
    [`{ ${turn} } | max(span.turn.phase) > 3`, "it is string"],
    [`{ ${turn} } | rate() by (span.turn.prompt.sources)`, "groups by"],
    [`{ ${turn} } | rate() by (span.tool.name)`, 'Cannot use "tool.name"'],
    [
      `{ ${turn} } >> { name = "tool.call" } | select(span.turn.phase)`,
      "Cannot",
    ],
    [
      `{ name = "tool.call" } &>> { ${turn} } | select(span.turn.phase)`,
      "Cannot",
    ],
    ['{ resource.service.name = "litellm" && span.turn.index > 3 }', "proxy"],
    [
      '{ name = "agent.run" && span.turn.index > 3 }',
      'Cannot use "turn.index"',
    ],
  ];
  for (const [query = "", part = ""] of faulty) {
    const faults = attributeFaults(query);
    assertEquals(
      { query, faults, isSaid: faults.some((fault) => fault.includes(part)) },
      { query, faults, isSaid: true },
    );
  }
});
