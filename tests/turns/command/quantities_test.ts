import { assertEquals, assertThrows } from "@std/assert";
import { parseSince, parseTokens } from "../../../turns/command/_quantities.ts";

Deno.test("parseTokens() reads numbers as people write them", () => {
  const read = ["14k", "14K", "14000", "14,000", "1.5k", "2m", "0"].map(
    parseTokens,
  );
  assertEquals(read, [14_000, 14_000, 14_000, 14_000, 1500, 2_000_000, 0]);
});

Deno.test("parseTokens() throws when it is no number of tokens", () => {
  for (const bad of ["", "k", "14kb", "-1", "1e3", "a lot"]) {
    assertThrows(
      () => parseTokens(bad),
      RangeError,
      `Cannot read "${bad}" as tokens`,
    );
  }
});

Deno.test("parseSince() reads durations and dates", () => {
  const now = Date.UTC(2026, 10, 20);
  assertEquals(parseSince("2h", now), now - 7_200_000);
  assertEquals(parseSince("1.5d", now), now - 129_600_000);
  assertEquals(
    parseSince("2026-11-19T10:00:00Z", now),
    Date.UTC(2026, 10, 19, 10),
  );
  assertEquals(parseSince("2026-11-19", now), new Date(2026, 10, 19).getTime());
  assertEquals(
    parseSince("2026-11-19 10:30", now),
    new Date(2026, 10, 19, 10, 30).getTime(),
  );
});

Deno.test("parseSince() throws when it is neither", () => {
  for (const bad of ["", "yesterday", "2x", "2026-13-45", "2026"]) {
    assertThrows(
      () => parseSince(bad, 0),
      RangeError,
      `Cannot read "${bad}" as a time`,
    );
  }
});
