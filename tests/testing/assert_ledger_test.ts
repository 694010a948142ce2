import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import {
  anyInt,
  assertLedger,
  type ExpectedLedger,
  SpanRecorder,
} from "../../testing/mod.ts";
import { loop, loopSpans } from "./_loop.ts";

const TURNS = [
  { input: 100, result: "3" },
  { input: 180, result: "hello ".repeat(30) },
  { input: 400 },
];

Deno.test("assertLedger() takes the ledgers of the turns, and the run's", async () => {
  using recorder = new SpanRecorder();
  await loop(TURNS);

  assertLedger(recorder, [
    { user: 100 },
    { user: 100, "local/add": 77, assistant: 3 },
    { user: 100, "local/add": anyInt, assistant: 6 },
  ]);
  assertLedger(recorder.spans, { "local/add": 371, user: 300, assistant: 9 });
});

Deno.test("assertLedger() draws what differs as a table, of the turns that differ alone", async () => {
  const spans = await loopSpans(TURNS);

  const { message } = assertThrows(
    () =>
      assertLedger(spans, [
        { user: 100 },
        { user: anyInt, "iot/history": 5_000, assistant: 3 },
        { user: 100, "local/add": 1_077, assistant: (value) => value === 7 },
      ]),
    AssertionError,
  );

  assertEquals(
    message,
    `Ledgers are not as expected (- missing, + not expected, ! another number):
turn 2 of mine:
  source       expected  actual  difference
  user           anyInt     100
+ local/add           –      77         +77
  assistant           3       3
- iot/history     5,000       –      -5,000
turn 3 of mine:
  source      expected  actual  difference
! local/add      1,077     294        -783
  user             100     100
! assistant  assistant       6`,
  );
});

Deno.test("assertLedger() draws the run's", async () => {
  const spans = await loopSpans(TURNS);

  const { message } = assertThrows(
    () => assertLedger(spans, { "local/add": 77, user: 300, assistant: 9 }),
    AssertionError,
  );

  assertEquals(message.split("\n").slice(1, 4), [
    "run of mine:",
    "  source     expected  actual  difference",
    "! local/add        77     371        +294",
  ]);
});

Deno.test("assertLedger() says that there are more turns, or fewer", async () => {
  const spans = await loopSpans([{ input: 100 }, { input: 100 }]);

  const more = assertThrows(
    () => assertLedger(spans, [{ user: 100 }]),
    AssertionError,
  );
  assertEquals(
    more.message.split("\n").filter((line) => /^(Exp|turn|[+-])/.test(line)),
    [
      "Expected the ledgers of 1 turns, got 2",
      "turn 2 of mine:",
      "+ user           –     100        +100",
    ],
  );
  const fewer = assertThrows(
    () => assertLedger(spans, [{ user: 100 }, { user: 100 }, { user: 1 }]),
    AssertionError,
  );
  assertEquals(fewer.message.includes("turn 3, which is not there:"), true);
});

Deno.test("assertLedger() takes a turn without a ledger, and finds one that is not due", async () => {
  assertLedger(await loopSpans([{}, { input: 12 }]), [{}, { user: 12 }]);
  const spans = await loopSpans([{ input: 12 }]);
  assertThrows(() => assertLedger(spans, [{}]), AssertionError, "+ user");
});

Deno.test("assertLedger() compares one run's ledger with one run", async () => {
  using recorder = new SpanRecorder();
  assertThrows(
    () => assertLedger(recorder, { user: 12 }),
    AssertionError,
    "there are 0 runs among the spans; give those of one",
  );
  await loop([{ input: 12 }]);
  await loop([{ input: 12 }]);
  assertThrows(
    () => assertLedger(recorder, { user: 12 }),
    AssertionError,
    "there are 2 runs among the spans; give those of one",
  );
  assertLedger(recorder, [{ user: 12 }, { user: 12 }]);
});

Deno.test("assertLedger() names what is no ledger", () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [undefined, 'Cannot expect the ledger "undefined"'],
    [null, 'Cannot expect the ledger "null"'],
    ["user", 'Cannot expect the ledger "user"'],
    [[[]], 'Cannot expect the ledger ""'],
    [{ user: "12" }, 'Cannot expect "user" in a ledger: it is "12"'],
    [[{ user: null }], 'Cannot expect "user" in a ledger: it is null'],
  ];
  for (const [expected, message] of wrong) {
    assertThrows(
      () => assertLedger([], expected as ExpectedLedger),
      TypeError,
      message,
    );
  }
});
