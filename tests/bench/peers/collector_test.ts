import { assertEquals } from "@std/assert";
import { AGENT } from "../../../bench/peers/agent_work.ts";
import { Collector } from "../../../bench/peers/collector.ts";

/** A collector that has got spans, each with one attribute. */
function collected(
  ...attributes: readonly (readonly [key: string, value: string])[]
): Collector {
  const spans = attributes.map(([key, value]) => ({
    name: "a span",
    attributes: [{ key, value: { stringValue: value } }],
  }));
  const collector = new Collector();
  collector.take(new TextEncoder().encode(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  ));
  return collector;
}

const CHAT = ["gen_ai.operation.name", "chat"] as const;
const TOOL = ["gen_ai.operation.name", "execute_tool"] as const;
const QUESTION = ["gen_ai.input.messages", AGENT.question] as const;

Deno.test("Collector counts spans and bytes of every body", () => {
  const collector = collected(CHAT, TOOL);
  const { bytes } = collector;
  collector.take(new TextEncoder().encode("{}"));
  assertEquals(collector.bytes, bytes + 2);
  assertEquals(collector.spans, 2);
  assertEquals(collector.names, new Map([["a span", 2]]));
});

Deno.test("Collector.problem() finds none when each request has its span", () => {
  assertEquals(
    collected(CHAT, CHAT, TOOL).problem({ requests: 2, content: false }),
    undefined,
  );
});

Deno.test("Collector.problem() says so when a peer makes no span of a model call", () => {
  assertEquals(
    new Collector().problem({ requests: 10 }),
    "the model got 10 requests, and there are spans of {}",
  );
  assertEquals(
    collected(TOOL).problem({ requests: 1 }),
    "the model got 1 requests, and there are spans of {}",
  );
});

Deno.test("Collector.problem() says so when spans were lost", () => {
  assertEquals(
    collected(CHAT).problem({ requests: 2 }),
    'the model got 2 requests, and there are spans of {"gen_ai.operation.name = chat":1}',
  );
});

Deno.test("Collector.problem() says so when content is on that is to be off", () => {
  const collector = collected(CHAT, QUESTION);
  assertEquals(
    collector.problem({ requests: 1, content: false }),
    "content is off, and its spans have some",
  );
  assertEquals(collector.problem({ requests: 1, content: true }), undefined);
  assertEquals(
    collected(CHAT).problem({ requests: 1, content: true }),
    "content is on, and its spans have none",
  );
});
