import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  argumentsOf,
  called,
  complete,
  history,
  type Json,
  QUESTION,
  TOOLS,
  walked,
} from "./_conversation.ts";

const FIND = {
  role: "user",
  content: "Step 6: Find the day when it began to change",
};
const SUM_UP = { role: "user", content: "Answer the question now." };

Deno.test("scripted model takes a step's arguments from earlier results", async () => {
  const seen: [string, string[], unknown][] = [
    ["sites", [], {}],
    ["assets", ["sites"], { type: "chiller" }],
    ["sensors", ["sites", "assets"], { asset: "CHILLER-6" }],
    ["failure_modes", ["assets"], { asset_type: "chiller" }],
    ["list", ["assets"], { asset: "CHILLER-6" }],
    ["history", ["assets", "sensors", "failure_modes"], {
      asset: "CHILLER-6",
      sensors: [
        "power_kw",
        "cop",
        "condenser_approach_k",
        "condenser_flow_lps",
        "evaporator_approach_k",
      ],
      from: "2026-06-01T00:00Z",
      to: "2026-06-30T23:00Z",
    }],
  ];
  for (const [name, before, args] of seen) {
    const offered = TOOLS.find((tool) => tool.name === name)!;
    assertEquals(await argumentsOf(offered, walked(...before)), args, name);
  }
});

Deno.test("scripted model takes ids from the results, not from the question", async () => {
  const before = called("assets", {}, [{
    id: "x-17",
    name: "Chiller 6",
    site: "MAIN",
    type: "chiller",
  }]);

  assertEquals(await argumentsOf(TOOLS[2]!, before), { asset: "x-17" });
});

Deno.test("scripted model asks for an unlisted asset, so that the server says what there is", async () => {
  const before = walked("assets");
  const question = "Why is Chiller 42 hot?";

  assertEquals(await argumentsOf(TOOLS[2]!, before, question), {
    asset: "CHILLER-42",
  });
});

Deno.test("scripted model finds the day from the history that it was sent", async () => {
  const planted = await finding(history());
  const moved = await finding(
    history((row, hour) => {
      row[3] = 2 + Math.max(0, hour - 20 * 24) * 0.02;
      row[1] = 220 + Math.max(0, hour - 22 * 24) * 0.5;
      row[2] = 6 - Math.max(0, hour - 22 * 24) * 0.01;
    }),
  );

  assertStringIncludes(
    planted,
    "Finding: Condenser fouling on Chiller 6 since 2026-06-12",
  );
  assertStringIncludes(planted, "Condenser approach 1.88 → 5.39 K (+186.4%)");
  assertStringIncludes(
    moved,
    "Condenser fouling on Chiller 6 since 2026-06-21",
  );
  assertStringIncludes(moved, "Condenser approach 2.00 → 6.");
});

Deno.test("scripted model says nothing is wrong where nothing is", async () => {
  const said = await finding(history(() => {}, "CHILLER-3"));

  assertStringIncludes(
    said,
    "No lasting change on CHILLER-3 from 2026-06-01 to 2026-06-30",
  );
  assertEquals(said.includes("fouling"), false);
});

Deno.test("scripted model takes two odd days at the end for no lasting change", async () => {
  const said = await finding(
    history((row, hour) => {
      row[3] = hour < 28 * 24 ? 2 : 3;
      row[2] = 6;
      row[1] = 220;
    }),
  );

  assertStringIncludes(said, "No lasting change on Chiller 6");
});

Deno.test("scripted model leaves out a day that was not read whole", async () => {
  const sent = history(() => {}, "CHILLER-3");
  const said = await finding({
    ...sent,
    rows: sent.rows.slice(0, 28 * 24 + 5),
  });

  assertStringIncludes(said, "from 2026-06-01 to 2026-06-28");
});

Deno.test("scripted model finds nothing in a history of a few days", async () => {
  const sent = history();
  const said = await finding({ ...sent, rows: sent.rows.slice(0, 8 * 24) });

  assertStringIncludes(said, "does not tell whether Chiller 6 changed");
});

Deno.test("scripted model keeps to a history whose second reading failed", async () => {
  const said = await finding(
    history(),
    called("history", {}, "It could not be read"),
  );

  assertStringIncludes(said, "Condenser fouling on Chiller 6 since 2026-06-12");
  assertStringIncludes(said, "Could not use history: It could not be read");
});

Deno.test("scripted model names no failure mode whose signs were not seen", async () => {
  const said = await finding(
    history((row, hour) => {
      if (hour > 300) row[4] = 110;
    }),
  );

  assertStringIncludes(
    said,
    "Unexplained change on Chiller 6 since 2026-06-12",
  );
});

Deno.test("scripted model answers from numbers that it was sent", async () => {
  const created = {
    id: "WO-7",
    title: "Condenser fouling",
    priority: "high",
    status: "open",
  };
  const orders = [
    { id: "WO-5", title: "Brush", status: "deferred", created: "2026-05-18" },
    { id: "WO-4", title: "Brush", status: "done", created: "2025-05-18" },
    created,
  ];
  const { content } = await complete({
    messages: [
      { role: "user", content: QUESTION },
      ...walked("assets", "sensors", "failure_modes"),
      ...called("history", {}, history()),
      ...called("create", {}, created),
      ...called("list", {}, orders),
      SUM_UP,
    ],
  });

  assert(content.startsWith("Condenser fouling on Chiller 6 since 2026-06-12"));
  assertStringIncludes(content, 'work order WO-5, "Brush", deferred');
  assertStringIncludes(content, "Now: work order WO-7, priority high, open");
  assertEquals(content.includes("WO-4"), false);
  assertEquals(content.match(/WO-7/g).length, 1);
});

Deno.test("scripted model gives no number of a history that it was not sent", async () => {
  const { content } = await complete({
    messages: [
      { role: "user", content: QUESTION },
      ...walked("assets"),
      ...called("history", {}, "Cannot read history: out of range"),
      SUM_UP,
    ],
  });

  assertEquals(content.match(/\d+/g).every((n: string) => n === "6"), true);
  assertStringIncludes(
    content,
    "Could not use history: Cannot read history: out of range",
  );
});

Deno.test("scripted model reads a finding that an earlier step wrote down", async () => {
  const said = await finding(history());
  const create = TOOLS.find(({ name }) => name === "create")!;
  const args = await argumentsOf(create, [
    ...walked("assets", "failure_modes"),
    { role: "assistant", content: said },
  ]);

  assertEquals(args.title, "Condenser fouling on Chiller 6 since 2026-06-12");
  assertStringIncludes(args.description, "5.39 K");
  assertEquals(args.priority, "high");
  assertEquals(args.failure_mode, "condenser_fouling");
});

async function finding(sent: Json, more: Json[] = []): Promise<string> {
  const { content } = await complete({
    messages: [
      { role: "user", content: QUESTION },
      ...walked("assets", "sensors", "failure_modes"),
      ...called("history", {}, sent),
      ...more,
      FIND,
    ],
  });
  return content;
}
