import { assert, assertEquals } from "@std/assert";
import { RequestReader } from "../../../tracing/prompt/request_reader.ts";
import { KeptParts, ReaderUnderTest } from "./_read_anew.ts";

const user = (content: string) => ({ role: "user", content });

const LONG = 'a long text with an "escape" and a ü. '.repeat(50);
const HEAD = { model: "gpt-5", messages: [user("one"), user(LONG)] };
const TAIL = { tools: [{ type: "function", function: { name: "add" } }] };

/** A body of these messages between a head and a tail. */
function body(messages: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ model: "gpt-5", messages, ...TAIL, ...more });
}

/** What is parsed of the second of two bodies. */
function parsedOf(first: string, second: string): number {
  const reader = new ReaderUnderTest();
  assertEquals(reader.read(first), first.length);
  return reader.read(second);
}

const first = body(HEAD.messages);
const more = { role: "assistant", content: 'ünd more \u2028 \\ "x" 😀' };

Deno.test("RequestReader parses only the messages that were appended", () => {
  const second = body([...HEAD.messages, more, user("two")]);
  const appended = JSON.stringify(more) + JSON.stringify(user("two"));
  assertEquals(parsedOf(first, second), appended.length);
});

Deno.test("RequestReader parses only appended items and blocks", () => {
  const items = [{ role: "user", content: LONG }];
  const call = { type: "function_call", call_id: "c1", name: "add" };
  const result = { type: "function_call_output", call_id: "c1", output: LONG };
  const input = (list: unknown[]) =>
    JSON.stringify({ instructions: LONG, input: list, ...TAIL });
  assertEquals(
    parsedOf(input(items), input([...items, call, result])),
    JSON.stringify([call, result]).length - 3,
  );
  const messages = [user(LONG)];
  const content = [{ type: "tool_result", tool_use_id: "c1", content: LONG }];
  const wire = (list: unknown[]) =>
    JSON.stringify({ system: [{ type: "text", text: LONG }], messages: list });
  assertEquals(
    parsedOf(wire(messages), wire([...messages, { role: "user", content }])),
    JSON.stringify({ role: "user", content }).length,
  );
});

Deno.test("RequestReader goes on from a request that it went on to", () => {
  const reader = new ReaderUnderTest();
  const messages: unknown[] = [user(LONG)];
  reader.read(body(messages));
  for (let turn = 0; turn < 20; turn++) {
    messages.push(user(`${turn} ${LONG}`));
    const { length } = JSON.stringify(messages.at(-1));
    assertEquals(reader.read(body(messages)), length);
  }
  assertEquals(reader.read(body(messages)), 0);
});

Deno.test("RequestReader parses from the message on that changed", () => {
  const [one, two, three] = [user("1"), user("2"), user("3")];
  const from = body([one, two, three]);
  const changed = user("2, changed");
  assertEquals(
    parsedOf(from, body([one, changed, three])),
    JSON.stringify([changed, three]).length - 3,
  );
  // The end of the conversation was cut off.
  assertEquals(parsedOf(from, body([one])), 0);
  assertEquals(parsedOf(from, body([])), 0);
  // Its front was.
  const trimmed = body([two, three]);
  assert(parsedOf(from, trimmed) < trimmed.length);
});

Deno.test("RequestReader parses all where the head or the tail changed", () => {
  for (
    const changed of [
      body(HEAD.messages, { model: "gpt-6" }),
      body(HEAD.messages, { tools: [] }),
      body(HEAD.messages, { temperature: 1 }),
      first.replace('"messages":[', '"messages": ['),
      first.replace("]", "] "),
      `${first} `,
      JSON.stringify({ input: "a text" }),
      JSON.stringify({ messages: "none" }),
    ]
  ) assertEquals(parsedOf(first, changed), changed.length);
});

Deno.test("RequestReader reads a body whose list is none each time", () => {
  const text = JSON.stringify({ input: LONG, instructions: "Be brief." });
  assertEquals(parsedOf(text, text), text.length);
});

/** Bodies of which the second goes on from the first, nearly. */
const ODD: Readonly<Record<string, readonly [string, string]>> = {
  "blanks between elements": [
    '{ "messages" : [ {"role":"user","content":"a"} ] }',
    '{ "messages" : [ {"role":"user","content":"a"} \n,\t{"content":"b"} ] }',
  ],
  "a comma that is missing": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"} {"content":"b"}]}',
  ],
  "a comma too many": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"},]}',
  ],
  "a comma before the first": [
    '{"messages":[]}',
    '{"messages":[,{"content":"b"}]}',
  ],
  "a character that is no blank": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"}\u0001,{"content":"b"}]}',
  ],
  "an element that is broken": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"},{"content":]}',
  ],
  "brackets that do not match": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"},{"content":["b"}]}]}',
  ],
  "a text that has no end": [
    '{"messages":[{"content":"a"}]}',
    '{"messages":[{"content":"a"},{"content":"b}]}',
  ],
  "elements that are no objects": [
    '{"messages":[]}',
    '{"messages":[1,null,"x",[{}],{"content":[{"type":"compaction"}]}]}',
  ],
  "a number that grew": [
    '{"messages":[{"content":"a"},1]}',
    '{"messages":[{"content":"a"},12,{"content":"b"}]}',
  ],
  "the same name twice": [
    '{"messages":[{"content":"a"}],"messages":[{"content":"b"}]}',
    '{"messages":[{"content":"a"},{"content":"c"}],"messages":[{"content":"b"}]}',
  ],
  "the same name once more, escaped": [
    '{"messages":[{"content":"a"}],"mess\\u0061ges":[{"content":"b"}]}',
    '{"messages":[{"content":"a"},{"content":"c"}],"mess\\u0061ges":[{"content":"b"}]}',
  ],
  "the same name before, escaped": [
    '{"mess\\u0061ges":[{"content":"b"}],"messages":[{"content":"a"}]}',
    '{"mess\\u0061ges":[{"content":"b"}],"messages":[{"content":"a"},{}]}',
  ],
  "the name inside of another member": [
    '{"metadata":{"messages":[{"content":"x"}]},"messages":[{"content":"a"}]}',
    '{"metadata":{"messages":[{"content":"x"},{"content":"y"}]},"messages":[{"content":"a"}]}',
  ],
  "the name inside of a text": [
    '{"user":"\\"messages\\":[{","messages":[{"content":"a"}]}',
    '{"user":"\\"messages\\":[{","messages":[{"content":"a"},{"content":"]}"}]}',
  ],
  "both lists": [
    '{"input":[{"role":"user","content":"i"}],"messages":[{"content":"a"}]}',
    '{"input":[{"role":"user","content":"i"},{}],"messages":[{"content":"a"}]}',
  ],
  "texts with escapes at their ends": [
    '{"messages":[{"content":"a\\\\"}]}',
    '{"messages":[{"content":"a\\\\"},{"content":"\\"\\\\\\u00e9\\n"}]}',
  ],
  "a head that is longer than it was": [
    '{"messages":[{"content":"a"}]}',
    '{"n":1,"messages":[{"content":"a"}]}',
  ],
};

for (const [what, bodies] of Object.entries(ODD)) {
  Deno.test(`RequestReader reads as anew, with ${what}`, () => {
    const reader = new ReaderUnderTest();
    for (const text of [...bodies, ...bodies]) reader.read(text);
  });
}

Deno.test("RequestReader reads anew where another model is asked", () => {
  const reader = new ReaderUnderTest();
  const text = JSON.stringify({
    messages: [user("a")],
    tools: [{ name: "add", input_schema: {} }],
  });
  for (const model of ["gpt-5", "claude", "claude", "gpt-5"]) {
    reader.read(text, model);
  }
});

Deno.test("RequestReader names the source of a result by its call", () => {
  const reader = new ReaderUnderTest(() => undefined);
  const call = (id: string, name: string) => ({
    role: "assistant",
    tool_calls: [{ id, function: { name, arguments: "{}" } }],
  });
  const result = (id: string) => ({
    role: "tool",
    tool_call_id: id,
    content: "x",
  });
  const sources = (messages: unknown[]) => {
    reader.read(JSON.stringify({ messages }));
    return reader.last!.pieces.map(({ source }) => source);
  };
  const start = [call("1", "add"), result("1")];
  assertEquals(sources(start), ["assistant", "local/add"]);
  assertEquals(
    sources([...start, call("2", "find"), result("2"), result("3")]).slice(2),
    ["assistant", "local/find", "local/tool"],
  );
  // An end that was cut off names nothing that stands in its place.
  assertEquals(
    sources([...start, call("2", "list"), result("2")]).slice(2),
    ["assistant", "local/list"],
  );
});

Deno.test("RequestReader remembers the name of a call that left", () => {
  const reader = new ReaderUnderTest(() => undefined);
  const result = { role: "tool", tool_call_id: "1", content: "x" };
  const tool_calls = [{ id: "1", function: { name: "add" } }];
  const call = { role: "assistant", tool_calls };
  reader.read(JSON.stringify({ messages: [call, result] }));
  const sources = reader.readAlone(JSON.stringify({ messages: [result] }));
  assertEquals(sources, ["local/add"]);
});

Deno.test("RequestReader tells all parts to whoever was not told those before", () => {
  const reader = new RequestReader(() => undefined);
  const texts = new KeptParts();
  const told = (messages: readonly unknown[]) => {
    reader.read(body(messages), { model: "gpt-5", texts });
    return texts.parts.map(({ text }) => text).slice(1);
  };
  assertEquals(told([user("one")]), ["one"]);
  // It stands where "one" stood, and is not told.
  const others = [user("three"), user("four")];
  reader.read(body(others), { model: "gpt-5" });

  assertEquals(told([...others, user("five")]), ["three", "four", "five"]);
});
