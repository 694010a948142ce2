import { assertEquals, assertThrows } from "@std/assert";
import {
  parseSince,
  parseSourceLimits,
  parseTokens,
  parseTolerance,
} from "../../../turns/command/_quantities.ts";

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

Deno.test("parseTolerance() reads percent, and no share", () => {
  const read = ["10%", "10", "0", "0.5%", "7.5 %", "250"].map(parseTolerance);
  assertEquals(read, [10, 10, 0, 0.5, 7.5, 250]);
  for (const bad of ["", "%", "0.1", "-1", "ten", "10%%", "1e1"]) {
    assertThrows(() => parseTolerance(bad), RangeError, "write it in percent");
  }
});

Deno.test("parseSourceLimits() reads one source or several", () => {
  assertEquals(parseSourceLimits("iot/history=5k"), [["iot/history", 5000]]);
  assertEquals(parseSourceLimits("a/b=5,000,tools:x=1k, user=2"), [
    ["a/b", 5000],
    ["tools:x", 1000],
    ["user", 2],
  ]);
  for (const bad of ["", "5k", "=5k", "a,b=5", "a=x"]) {
    assertThrows(() => parseSourceLimits(bad), RangeError, "Cannot read");
  }
});
