import { assert, assertEquals } from "@std/assert";
import type { AgentScope } from "../../../tracing/recorder/types.ts";
import {
  begin,
  type Conversation,
  type Entry,
  prose,
  type Random,
  randomFrom,
  step,
} from "./_cached_conversation.ts";
import {
  type CachedRun,
  type CachedTurn,
  cachedTurns,
  VENDORS,
} from "./_cached_run.ts";

/** Turns of each conversation, and the one in which something happens. */
const TURNS = 6;
const CHANGE = 3;

/** Something that a client or a program does. */
interface Cause {
  /** The sources that break the cache, by turn. */
  readonly broken?: Readonly<Record<number, string>>;
  /** The conversation that is sent in its place. */
  readonly change?: (whole: Conversation, turn: number) => Conversation;
  /** What happens before the request of the turn of the change. */
  readonly before?: (run: CachedRun, whole: Conversation) => void;
}

type Change = (whole: Conversation) => Conversation;

/** What is done once is done in all turns that follow. */
function from(change: Change): NonNullable<Cause["change"]> {
  return (whole, turn) => turn < CHANGE ? whole : change(whole);
}

function dated(place: number): Cause {
  return {
    broken: Object.fromEntries(
      Array.from(
        { length: TURNS - 1 },
        (_, turn) => [turn + 2, "instructions"],
      ),
    ),
    change: ({ system, ...others }, turn) => ({
      ...others,
      system: `${system.slice(0, place)} It is ${turn} o'clock. ${
        system.slice(place)
      }`,
    }),
  };
}

function tools(
  source: string,
  change: (tools: Conversation["tools"]) => Conversation["tools"],
): Cause {
  return {
    broken: { [CHANGE]: source },
    change: from((whole) => ({ ...whole, tools: change(whole.tools) })),
  };
}

function entries(
  source: string,
  change: (entries: readonly Entry[]) => readonly Entry[],
): Cause {
  return {
    broken: { [CHANGE]: source },
    change: from((whole) => ({ ...whole, entries: change(whole.entries) })),
  };
}

const edited = (entry: Entry | undefined): Entry =>
  entry?.kind === "call"
    ? { ...entry, input: { unit: "another" } }
    : { ...entry!, text: `Edited: ${entry?.text}` };

const summary: Entry = { kind: "user", text: "A summary. ".repeat(100) };

const OTHERS: Readonly<Record<string, string>> = {
  "gpt-5": "gpt-5-mini",
  "claude-sonnet-4-6": "claude-haiku-4-5",
};

const CAUSES: Readonly<Record<string, Cause>> = {
  "a date begins the system text": dated(0),
  "a date is within the system text": dated(900),
  "a date ends the system text": dated(100_000),
  "two definitions are swapped": tools(
    "tools:orders",
    ([one, other, ...more]) => [other!, one!, ...more],
  ),
  "the definitions are reversed": tools(
    "tools:local",
    (all) => all.toReversed(),
  ),
  "a definition changes": tools(
    "tools:orders",
    (all) => all.with(1, { ...all[1]!, description: "Lists the orders" }),
  ),
  "a definition leaves": tools("tools:iot", (all) => all.slice(1)),
  "a definition is put first": tools("tools:local", (all) => [
    { server: "local", name: "first", description: "Comes first" },
    ...all,
  ]),
  "the question is edited": entries(
    "user",
    (all) => all.with(0, edited(all[0])),
  ),
  "a call is edited": entries(
    "assistant",
    (all) => all.with(1, edited(all[1])),
  ),
  "a result is edited": entries(
    "local/latest",
    (all) => all.with(2, edited(all[2])),
  ),
  "history is trimmed from the front": entries("user", (all) => all.slice(3)),
  "results are trimmed from the front": entries(
    "assistant",
    ([first, , , ...others]) => [first!, ...others],
  ),
  "all is compacted": entries("user", (all) => [summary, ...all.slice(3)]),
  "all but the question is compacted": entries(
    "assistant",
    ([first, , , ...others]) => [first!, summary, ...others],
  ),
  "another model is asked": {
    broken: { [CHANGE]: "model" },
    change: from((whole) => ({ ...whole, model: OTHERS[whole.model]! })),
  },
  "a mark is moved": {
    change: (whole, turn) => ({ ...whole, marks: turn % 2 ? "tools" : "none" }),
  },
  "ids are renewed": {
    change: (whole, turn) => ({
      ...whole,
      entries: whole.entries.map((entry) =>
        "id" in entry ? { ...entry, id: `${entry.id}-${turn}` } : entry
      ),
    }),
  },
  "a sub-agent is in between": {
    before: (run, whole) => {
      const call = run.run.currentTurn!.startTool({ name: "task" });
      const agent = call.startAgent({ name: "sub" });
      const random = randomFrom(7);
      const own = { ...whole, system: prose(random, 900) };
      talk(run, { ...own, entries: own.entries.slice(0, 1) }, random, {
        agent,
      });
      agent.end();
      call.end();
    },
  },
  "a request is sent again": {
    before: (run, whole) => run.send(whole, undefined, { fails: true }),
  },
  "the cache expires": {
    before: (run) => void (run.clock.now += 60 * 60_000),
  },
};

/** Options for {@linkcode talk}. */
interface TalkOptions extends Cause {
  /** Who has the conversation. */
  readonly agent?: AgentScope;
}

/** Has a conversation, a call and a result a turn. */
function talk(
  run: CachedRun,
  first: Conversation,
  random: Random,
  options: TalkOptions = {},
): void {
  const { agent = run.run, change = (whole) => whole, before } = options;
  let whole = first;
  for (let turn = 1; turn <= TURNS; turn++) {
    const next = step(random, turn);
    const sent = change(whole, turn);
    if (turn === CHANGE) before?.(run, sent);
    run.send(sent, next[0], { agent });
    run.clock.now += 20_000;
    whole = { ...whole, entries: [...whole.entries, ...next] };
  }
}

/** What was cached and was not to be expected. */
function unexpected(turns: readonly CachedTurn[]): CachedTurn[] {
  return turns.filter(({ expected = Infinity, cached, isBeaten }) =>
    !isBeaten && cached > expected * 1.05 + 40
  );
}

/** What broke the cache, by turn. */
function brokenIn(turns: readonly CachedTurn[]): Record<number, string> {
  return Object.fromEntries(
    turns.flatMap(({ index, brokenBy }) =>
      brokenBy === undefined ? [] : [[index, brokenBy]]
    ),
  );
}

for (const [format, vendor] of Object.entries(VENDORS)) {
  for (const [what, cause] of Object.entries(CAUSES)) {
    Deno.test(`Turn tells what breaks the cache over ${format} when ${what}`, async () => {
      for (const seed of [1, 2, 3, 4]) {
        const random = randomFrom(seed);
        const turns = await cachedTurns(
          vendor,
          (run) => talk(run, begin(random, vendor.model), random, cause),
        );
        const own = turns.filter(({ agent }) => agent === "mine");
        assertEquals(brokenIn(own), cause.broken ?? {});
        assertEquals(brokenIn(turns.filter((turn) => !own.includes(turn))), {});
        assertEquals(unexpected(turns), []);
        assertEquals(
          own.filter(({ expected }) => expected === undefined).length,
          1,
        );
      }
    });
  }
}

Deno.test("Turn tells of no broken cache in 200 plain conversations", async () => {
  const vendors = Object.values(VENDORS);
  for (let seed = 0; seed < 200; seed++) {
    const random = randomFrom(seed);
    const vendor = vendors[seed % vendors.length]!;
    const turns = await cachedTurns(
      vendor,
      (run) => talk(run, begin(random, vendor.model), random),
    );
    for (const [place, turn] of turns.slice(1).entries()) {
      const before = turns[place]!;
      assertEquals(turn.brokenBy, undefined);
      assertEquals(turn.expected, before.input);
      assertEquals(turn.isBeaten, false);
      // The endpoint does cache, or it would prove nothing.
      assert(turn.cached > before.input - 128 && turn.cached <= before.input);
    }
  }
});
