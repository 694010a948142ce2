/**
 * Prints what reading the requests of 20 turns takes of the processor behind 10,
 * 100 and 1,000 others. Argument: `pass` only encodes each, `parse` parses each,
 * `ledger` keeps the ledger.
 *
 * @module
 */

import { Ledger } from "../../tracing/prompt/ledger.ts";
import { RequestReader } from "../../tracing/prompt/request_reader.ts";
import { cpuOf, print, sized } from "../shared/ways.ts";
import { requestOf } from "./conversation.ts";

/** Turns that are measured, behind those that have been. */
const TURNS = sized(20, 2);

/** How often, by the number of turns before. */
const TIMES: Record<string, number> = {
  10: sized(150, 1),
  100: sized(30, 1),
  1000: sized(4, 1),
};

const SETTINGS = { model: "gpt-5" } as const;
const REPLY = { output: 20, reasoning: undefined, hasReasoning: false };

const encoder = new TextEncoder();

/** Reads the first of some requests, and returns what reads the others. */
type Begin = (first: string) => (body: string) => unknown;

const WAYS: Readonly<Record<string, Begin>> = {
  pass: () => (body) => encoder.encode(body),
  parse: () => (body) => JSON.parse(body),
  ledger: (first) => {
    const requests = new RequestReader(() => undefined);
    const ledger = new Ledger();
    let inputTokens = 1_000;
    const add = (body: string) => {
      const request = requests.read(body, SETTINGS);
      inputTokens += 800;
      ledger.add({
        ...{ name: "gpt-5", model: "gpt-5", request, inputTokens },
        reply: REPLY,
      });
    };
    add(first);
    return add;
  },
};

const begin = WAYS[Deno.args[0]!]!;
const figures: Record<string, number> = {};
for (const [behind, times] of Object.entries(TIMES)) {
  const [first = "", ...next] = Array.from(
    { length: TURNS + 1 },
    (_, place) => requestOf(Number(behind) + place),
  );
  let cpu = 0;
  const measure = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const read = begin(first);
      cpu += await cpuOf(() => next.forEach((body) => read(body)));
    }
  };
  await measure(Math.ceil(times / 4));
  cpu = 0;
  await measure(times);
  figures[`behind${behind}`] = cpu / times / TURNS;
}
print(figures);
