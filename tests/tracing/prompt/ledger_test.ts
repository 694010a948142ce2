import { assertEquals } from "@std/assert";
import {
  type CallLedger,
  Ledger,
  type ReplyTokens,
} from "../../../tracing/prompt/ledger.ts";
import type { Piece } from "../../../tracing/prompt/piece.ts";
import type { ReadRequest } from "../../../tracing/prompt/request_reader.ts";

let digests = 0;

function piece(
  source: string,
  weight: number,
  more: Partial<Piece> = {},
): Piece {
  const kinds = { instructions: 0, user: 0, assistant: 0, reasoning: 0 };
  return {
    digest: ++digests,
    chunks: [],
    length: weight * 4,
    weight,
    bytes: weight * 4,
    kind: source in kinds ? source as keyof typeof kinds : "result",
    class: source === "instructions" ? "instructions" : "messages",
    source,
    isOpaque: false,
    isReference: false,
    call: undefined,
    ...more,
  };
}

const SYSTEM = piece("instructions", 30);
const USER = piece("user", 10);
const SAID = piece("assistant", 20);
const RESULT = piece("iot/history", 50);
const OTHER = piece("crm/find", 25);
/** A first request of 100 tokens: 75 and 25. */
const FIRST = [SYSTEM, USER];

/** Calls of one agent, and the ledger of the last one. */
class Calls {
  readonly #ledger = new Ledger();
  #reply: Partial<ReplyTokens> = {};
  #last: CallLedger | undefined;

  /** What the reply to the next request reports. */
  replies(output?: number, more: Partial<ReplyTokens> = {}): this {
    this.#reply = { output, ...more };
    return this;
  }

  send(
    pieces: readonly Piece[] | undefined,
    total: number,
    model: string | undefined = "m",
    name = "m",
  ): this {
    const request = pieces && { pieces, settings: {}, isPartial: false };
    this.#last = this.#ledger.add({
      name,
      model: pieces && model,
      request: request as ReadRequest | undefined,
      inputTokens: total,
      reply: {
        output: undefined,
        reasoning: undefined,
        hasReasoning: false,
        ...this.#reply,
      },
    });
    return this;
  }

  get told(): readonly [string, ...number[]] | undefined {
    return this.#last && [this.#last.basis, ...this.#last.tokens];
  }

  get last(): CallLedger | undefined {
    return this.#last;
  }
}

/** A first request, whose reply reports so much. */
function after(output?: number, more: Partial<ReplyTokens> = {}): Calls {
  return new Calls().replies(output, more).send(FIRST, 100);
}

Deno.test("a first request is shared out by weight, and estimated", () => {
  assertEquals(after().told, ["estimated", 75, 25]);
  assertEquals(new Calls().send([USER, SAID, OTHER], 10).told, [
    "estimated",
    2,
    4,
    4,
  ]);
});

Deno.test("a request of fewer tokens than pieces has no line below 0", () => {
  assertEquals(new Calls().send([SYSTEM, USER, SAID], 2).told, [
    "estimated",
    1,
    0,
    1,
  ]);
});

Deno.test("a request of no piece has no ledger, and nothing stays of it", () => {
  assertEquals(after().send([], 5).told, undefined);
  assertEquals(after().send([], 5).send(FIRST, 80).told, ["estimated", 60, 20]);
});

Deno.test("what stayed keeps its tokens, and one source takes the rest", () => {
  const calls = after(30);
  assertEquals(calls.send([...FIRST, SAID, RESULT], 188).told, [
    "measured",
    75,
    25,
    30,
    58,
  ]);
  // Wherever it stands.
  assertEquals(calls.send([RESULT, USER, SAID, SYSTEM, OTHER], 200).told, [
    "measured",
    58,
    25,
    30,
    75,
    12,
  ]);
});

Deno.test("a text that is there twice is two pieces", () => {
  const again = { ...USER };
  assertEquals(after().send([...FIRST, again], 130).told, [
    "measured",
    75,
    25,
    30,
  ]);
});

Deno.test("nothing stayed for another model, and what it was asked is the next", () => {
  const calls = after(30).send([...FIRST, SAID, RESULT], 220, "other");
  assertEquals(calls.told, ["estimated", 60, 20, 40, 100]);
  assertEquals(calls.last?.cache, { expectedTokens: 0, brokenBy: "model" });
  assertEquals(
    calls.send([...FIRST, SAID, RESULT, OTHER], 230, "other").told,
    ["measured", 60, 20, 40, 100, 10],
  );
});

Deno.test("nothing stayed after a request that is not known", () => {
  const calls = after(30).send(undefined, 500);
  assertEquals(calls.told, undefined);
  assertEquals(calls.send([...FIRST, RESULT], 90).told, [
    "estimated",
    30,
    10,
    50,
  ]);
  assertEquals(calls.last?.cache, undefined);
});

Deno.test("a reply takes its output, less reasoning that is not sent back", () => {
  assertEquals(
    after(130, { reasoning: 100, hasReasoning: true })
      .send([...FIRST, SAID, RESULT], 190).told,
    ["measured", 75, 25, 30, 60],
  );
  // More reasoning than output is none of it shown.
  assertEquals(
    after(30, { reasoning: 50 }).send([...FIRST, SAID, RESULT], 160).told,
    ["measured", 75, 25, 0, 60],
  );
});

Deno.test("a reply of several pieces shares its output by weight", () => {
  const call = piece("assistant", 60);
  assertEquals(after(40).send([...FIRST, SAID, call, RESULT], 190).told, [
    "measured",
    75,
    25,
    10,
    30,
    50,
  ]);
});

Deno.test("a reply whose reasoning was not counted takes its weight", () => {
  const hasReasoning = true;
  assertEquals(
    after(130, { hasReasoning }).send([...FIRST, SAID, RESULT], 180).told,
    ["shared", 75, 25, 20, 60],
  );
  // At most its output.
  assertEquals(
    after(15, { hasReasoning }).send([...FIRST, SAID, RESULT], 180).told,
    ["shared", 75, 25, 15, 65],
  );
});

Deno.test("a reply of unknown output is among the others", () => {
  assertEquals(after().send([...FIRST, SAID, RESULT], 170).told, [
    "shared",
    75,
    25,
    20,
    50,
  ]);
});

Deno.test("a reply is the first run of new pieces of the assistant", () => {
  const later = piece("assistant", 50);
  assertEquals(after(30).send([...FIRST, SAID, RESULT, later], 230).told, [
    "shared",
    75,
    25,
    30,
    50,
    50,
  ]);
});

const THOUGHT = piece("reasoning", 40);

Deno.test("reasoning that is sent back counts whole or not at all", () => {
  for (const reasoning of [50, undefined]) {
    const sent = [...FIRST, THOUGHT, SAID, RESULT];
    const calls = () => after(70, { reasoning, hasReasoning: true });
    assertEquals(calls().send(sent, 221).told, [
      "shared",
      75,
      25,
      50,
      20,
      51,
    ]);
    assertEquals(calls().send(sent, 171).told, ["shared", 75, 25, 0, 20, 51]);
  }
});

Deno.test("a reply with nothing new beside it takes the growth", () => {
  assertEquals(after(30).send([...FIRST, SAID], 140).told, [
    "measured",
    75,
    25,
    40,
  ]);
  const call = piece("assistant", 60);
  assertEquals(after(30).send([...FIRST, SAID, call], 140).told, [
    "measured",
    75,
    25,
    10,
    30,
  ]);
  // However much reasoning it hid.
  assertEquals(
    after(90, { hasReasoning: true }).send([...FIRST, SAID], 140).told,
    ["measured", 75, 25, 40],
  );
  assertEquals(
    after(90, { reasoning: 30 }).send([...FIRST, THOUGHT], 140).told,
    ["shared", 75, 25, 40],
  );
});

Deno.test("pieces share anew where a new one has less than a token", () => {
  assertEquals(after(30).send([...FIRST, SAID], 100).told, [
    "estimated",
    62,
    21,
    17,
  ]);
  assertEquals(after().send([...FIRST, RESULT], 100).told, [
    "estimated",
    50,
    17,
    33,
  ]);
  // What is known exactly keeps its tokens.
  const calls = after(30).send([...FIRST, SAID, RESULT], 180);
  assertEquals(calls.send([...FIRST, SAID, RESULT, OTHER], 180).told, [
    "estimated",
    60,
    20,
    30,
    50,
    20,
  ]);
});

Deno.test("pieces share what nothing new takes", () => {
  const sent = [...FIRST, SAID, RESULT];
  const calls = after(30).send(sent, 180);
  assertEquals(calls.send(sent, 180).told, ["measured", 75, 25, 30, 50]);
  assertEquals(calls.send(sent, 184).told, ["estimated", 78, 26, 30, 50]);
});

Deno.test("all shrink alike where every piece is known exactly", () => {
  const calls = after(30).send([...FIRST, SAID, RESULT], 180);
  assertEquals(calls.send([SAID, RESULT], 100).told, ["estimated", 38, 62]);
  // None is known exactly from then on.
  assertEquals(calls.send([RESULT, OTHER], 90).told, ["estimated", 62, 28]);
});

Deno.test("several results of one source are measured as one", () => {
  const more = piece("iot/history", 25);
  const sent = [...FIRST, SAID, RESULT, more];
  const measured = () => after(30).send(sent, 205);
  assertEquals(measured().told, ["measured", 75, 25, 30, 50, 25]);
  // Together they leave as what was measured.
  assertEquals(measured().send([...FIRST, SAID, OTHER], 150).told, [
    "measured",
    75,
    25,
    30,
    20,
  ]);
  // One of them is only a share, and so is the other from then on.
  const torn = measured().send([...FIRST, SAID, more, OTHER], 175);
  assertEquals(torn.told, ["estimated", 75, 25, 30, 25, 20]);
  assertEquals(torn.send([...FIRST, SAID, OTHER], 150).told, [
    "estimated",
    75,
    25,
    30,
    20,
  ]);
});

Deno.test("new pieces of several sources share the rest by weight", () => {
  const calls = after(30).send([...FIRST, SAID, RESULT, OTHER], 205);
  assertEquals(calls.told, ["shared", 75, 25, 30, 50, 25]);
  // What was shared is not known when it leaves.
  assertEquals(
    calls.send([...FIRST, SAID, OTHER], 155).told,
    ["estimated", 75, 25, 30, 25],
  );
});

Deno.test("a reply that leaves is known", () => {
  const calls = after(30).send([...FIRST, SAID, RESULT], 180);
  assertEquals(calls.send([...FIRST, RESULT, OTHER], 170).told, [
    "measured",
    75,
    25,
    50,
    20,
  ]);
});

Deno.test("a piece of a first request that leaves makes an estimate", () => {
  assertEquals(after().send([USER, RESULT], 70).told, ["estimated", 25, 45]);
});

Deno.test("a request with media is an estimate, as long as they are in it", () => {
  const image = piece("user", 1004, { isOpaque: true });
  const calls = after().send([...FIRST, image], 900);
  assertEquals(calls.told, ["estimated", 75, 25, 800]);
  assertEquals(calls.send([...FIRST, image, RESULT], 950).told, [
    "estimated",
    75,
    25,
    800,
    50,
  ]);
});

Deno.test("Ledger.add() tells classes and sources of the same sum", () => {
  const { last } = after(30).send([...FIRST, SAID, RESULT], 180);
  const sum = Object.values(last!.classes).reduce((all, one) => all + one, 0);
  assertEquals(sum, 180);
  assertEquals(last!.sources, [
    { source: "instructions", tokens: 75 },
    { source: "iot/history", tokens: 50 },
    { source: "assistant", tokens: 30 },
    { source: "user", tokens: 25 },
  ]);
});

Deno.test("a call whose request was not read is of the model that its name had", () => {
  const cacheAfter = (name: string) =>
    new Calls().send(FIRST, 100, "on-the-wire", "alias")
      .send(undefined, 100, undefined, name)
      .send(FIRST, 100, "on-the-wire", "alias").last?.cache;
  assertEquals(cacheAfter("alias"), undefined);
  assertEquals(cacheAfter("another"), {
    expectedTokens: 0,
    brokenBy: "model",
  });
});
