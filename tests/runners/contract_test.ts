import { assertThrows } from "@std/assert";
import type { RecordedSpan } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { calls, fails, plans, replies, says } from "../_helpers/replies.ts";
import { runScripted } from "./_run.ts";

/** What is done to one span of a good trace, and what is said of it. */
const FAULTS: Readonly<
  Record<string, readonly [string, (span: RecordedSpan) => object, string]>
> = {
  "another name": [
    "POST",
    () => ({ name: "FETCH" }),
    "no name of the contract",
  ],
  "another kind": ["tool.call", () => ({ kind: 0 }), "is internal"],
  "no parent": [
    "tool.call",
    () => ({ parentSpanContext: undefined }),
    "is under undefined",
  ],
  "no attribute": [
    "agent.turn",
    ({ attributes: { "turn.index": _, ...attributes } }) => ({ attributes }),
    "has no turn.index",
  ],
  "an attribute of another type": [
    "POST",
    ({ attributes }) => ({
      attributes: { ...attributes, "server.port": "80" },
    }),
    'has server.port="80"',
  ],
  "an attribute of no table": [
    "agent.run",
    ({ attributes }) => ({ attributes: { ...attributes, prompt: "?" } }),
    "has prompt, which is in no table",
  ],
  "an error without a type": [
    "agent.turn",
    () => ({ status: { code: 2, message: "no" } }),
    "is error with error.type undefined",
  ],
  "a late end": [
    "tool.call",
    ({ endTime: [seconds, nanos] }) => ({ endTime: [seconds + 60, nanos] }),
    'after "agent.turn"',
  ],
  "a wrong sum": [
    "agent.run",
    ({ attributes }) => ({ attributes: { ...attributes, "agent.turns": 7 } }),
    "has agent.turns=7, and inside it adds up to 3",
  ],
};

Deno.test("assertContract() finds what is wrong with a trace", async () => {
  const { spans } = await runScripted({
    handler: replies(
      fails(503, { "retry-after-ms": "1" }),
      plans({ tool: "echo", server: "tools" }),
      calls(["echo", { text: "x" }]),
      says("done"),
    ),
  });
  for (const [name, alter, message] of Object.values(FAULTS)) {
    const place = spans.findLastIndex((span) => span.name === name);
    const span = spans[place]!;
    const altered = Object.assign(
      Object.create(span),
      { spanContext: () => span.spanContext() },
    );
    for (const [key, value] of Object.entries(alter(span))) {
      Object.defineProperty(altered, key, { value });
    }
    assertThrows(
      () => assertContract(spans.with(place, altered)),
      Error,
      message,
    );
  }
});
