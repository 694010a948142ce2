import { assertEquals, assertNotEquals } from "@std/assert";
import {
  CHUNK,
  digestBytes,
  digestText,
  NO_BYTES,
} from "../../../tracing/prompt/_digest.ts";

Deno.test("digestText() tells each text from the others, whatever ends it", () => {
  const texts = [
    "",
    "\0",
    "\0\0",
    "a",
    "a\0",
    "aa",
    "b",
    "ab",
    "ba",
    "é",
    "😀",
  ];
  const digests = texts.flatMap((text) =>
    ["user", "tools"].map((kind) => digestText(text, kind).digest)
  );

  assertEquals(new Set(digests).size, 2 * texts.length);
});

Deno.test("digestText() has the same chunks for what two texts begin with", () => {
  const start = "x".repeat(2 * CHUNK);
  const one = digestText(`${start}one${start}`, "user");
  const other = digestText(`${start}another`, "user");

  assertNotEquals(one.digest, other.digest);
  assertEquals(one.chunks.length, 4);
  assertEquals(one.chunks.slice(0, 2), other.chunks);
  assertNotEquals(
    one.chunks[2],
    digestText(`${start}${start}`, "user").chunks[2],
  );
});

Deno.test("digestBytes() does not depend on where bytes are cut", () => {
  const bytes = new TextEncoder().encode("the whole of a request");
  const whole = digestBytes(NO_BYTES, bytes);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const start = digestBytes(NO_BYTES, bytes.subarray(0, cut));
    assertEquals(digestBytes(start, bytes.subarray(cut)), whole);
    if (cut < bytes.length) assertNotEquals(start, whole);
  }
});
