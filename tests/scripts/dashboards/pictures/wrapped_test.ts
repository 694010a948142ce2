import { assert, assertEquals } from "@std/assert";
import { fitted } from "../../../../scripts/dashboards/pictures/fitted.ts";
import { measured } from "../../../../scripts/dashboards/pictures/measured.ts";
import { wrapped } from "../../../../scripts/dashboards/pictures/wrapped.ts";

Deno.test("wrapped() breaks at spaces, and keeps every word", () => {
  const text = "Turns whose prompt did not begin with the one before";

  const lines = wrapped(text, 120, "note");

  assert(lines.length > 1);
  assertEquals(lines.join(" "), text);
  for (const line of lines) assert(measured(line, "note") <= 120, line);
});

Deno.test("wrapped() goes on in the next line when a word is wider than one", () => {
  const text = '["iot/history","workorders/failure_modes","iot/sensors"]';

  const lines = wrapped(text, 100, "value");

  assertEquals(lines.join(""), text);
  for (const line of lines) assert(measured(line, "value") <= 100, line);
});

Deno.test("fitted() cuts with an ellipsis when a text is too wide", () => {
  const cut = fitted("workorders/failure_modes", 80, "value");

  assert(cut.endsWith("…"), cut);
  assert("workorders/failure_modes".startsWith(cut.slice(0, -1)));
  assert(measured(cut, "value") <= 80);
});

Deno.test("fitted() leaves a text as it is when it fits", () => {
  assertEquals(fitted("iot/sites", 80, "value"), "iot/sites");
});
