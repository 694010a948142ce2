import { assertEquals } from "@std/assert";
import { findMembers, parseAt } from "../../../tracing/base/json_bytes.ts";

/** What is found in a text, parsed. */
function found(text: string) {
  const bytes = new TextEncoder().encode(text);
  const members = findMembers(bytes, "list");
  return members && {
    values: Object.fromEntries(
      [...members.values].map(([name, range]) => [name, parseAt(bytes, range)]),
    ),
    elements: members.elements.map((range) => parseAt(bytes, range)),
  };
}

Deno.test("findMembers() finds what JSON.parse() makes", () => {
  const texts = [
    '{"list":[1]}',
    '{"a":1,"list":[{"list":[2],"a":"]}"},"\\"]",[[]],null,-1.5e3],"z":true}',
    '{"list":[],"a":{"list":[1]},"b":"ü€\\\\"}',
    ' {\n "list" : [ 1 , {"x": "\\\\\\""} ] , "a\\u0062" : [ ] }\n',
    '{"list":[1],"list":[2,3]}',
  ];
  for (const text of texts) {
    const value = JSON.parse(text);
    assertEquals(found(text), { values: value, elements: value.list }, text);
  }
});

Deno.test("findMembers() finds no elements of what is no list", () => {
  for (const list of ["null", '"[1]"', '{"list":[1]}']) {
    const text = `{"list":[1],"list":${list}}`;
    assertEquals(found(text), { values: JSON.parse(text), elements: [] });
  }
  assertEquals(found('{"a":[1]}'), { values: { a: [1] }, elements: [] });
});

Deno.test("findMembers() finds nothing in what is no object", () => {
  const texts = ["", "[1]", '"{}"', "nonsense", '{"a":1', '{"a"}', '{"a":[1,'];
  for (const text of [...texts, '{"list":[1', '{"list":["'] as const) {
    assertEquals(found(text), undefined, text);
  }
});
