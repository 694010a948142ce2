import { assertEquals } from "@std/assert";
import { growthStyle } from "../../../turns/draw/growth_style.ts";

Deno.test("growthStyle() stresses what made most of a large prompt", () => {
  const largest = 25_759;
  const cameIn = { turn: 7, grewBy: "iot/history" };
  for (
    const [promptTokens, growthTokens, style] of [
      [24_785, 23_697, "yellow"],
      [25_759, 25_215, "yellow"],
      // Twice the prompt before, and nothing beside the largest.
      [308, 155, undefined],
      [1088, 562, undefined],
      [25_106, 321, undefined],
      [12_000, 6000, undefined],
      [12_000, 6001, "yellow"],
      [544, -24_562, undefined],
      [25_759, 0, undefined],
      [25_759, undefined, undefined],
      [undefined, undefined, undefined],
    ] as const
  ) {
    const shown = growthStyle({ promptTokens, growthTokens }, largest);
    assertEquals(shown, style, `+${growthTokens} of ${promptTokens}`);
  }
  const earlier = { promptTokens: 25_106, growthTokens: 321, cameIn };
  assertEquals(growthStyle(earlier, largest), "yellow");
  assertEquals(
    growthStyle({ ...earlier, promptTokens: 300 }, largest),
    undefined,
  );
});
