import { assertEquals } from "@std/assert";
import { copyHeaders } from "../../../tracing/base/copy_headers.ts";

Deno.test("copyHeaders() gives what new Headers() gives", () => {
  const headers = new Headers([
    ["X-Second", "b"],
    ["set-cookie", "one=1"],
    ["A-First", "a"],
    ["set-cookie", "two=2"],
    ["a-first", "again"],
    ["x-empty", ""],
  ]);
  const copy = copyHeaders(headers);
  assertEquals([...copy], [...new Headers(headers)]);
  assertEquals(copy.getSetCookie(), ["one=1", "two=2"]);
});

Deno.test("copyHeaders() gives headers of their own", () => {
  const headers = new Headers({ accept: "text/html" });
  const copy = copyHeaders(headers);
  copy.set("accept", "application/json");
  copy.set("traceparent", "00");
  assertEquals([...headers], [["accept", "text/html"]]);
  // Those of a reply cannot be changed; a copy of them can.
  const fixed = Response.error().headers;
  copyHeaders(fixed).set("x-mine", "1");
});

Deno.test("copyHeaders() gives headers that a request takes as any others", () => {
  const copy = copyHeaders(new Headers({ "X-B": "1", "x-a": "2" }));
  copy.append("x-a", "3");
  copy.delete("x-b");
  const request = new Request("http://127.0.0.1/", { headers: copy });
  assertEquals([...request.headers], [["x-a", "2, 3"]]);
  assertEquals([...copy], [...copy.entries()]);
  assertEquals(Object.keys(copy), []);
});

Deno.test("copyHeaders() gives headers that are not read by Deno's slow iterator", () => {
  const { prototype } = Headers;
  const slow = prototype[Symbol.iterator];
  prototype[Symbol.iterator] = () => {
    throw new Error("it is slow");
  };
  try {
    const copy = copyHeaders(new Headers({ accept: "text/html" }));
    const { headers } = new Request("http://127.0.0.1/", { headers: copy });
    assertEquals(headers.get("accept"), "text/html");
  } finally {
    prototype[Symbol.iterator] = slow;
  }
});
