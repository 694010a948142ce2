import { assertEquals } from "@std/assert";
import { honeycombFiles } from "../../../../scripts/dashboards/honeycomb/files.ts";

Deno.test("honeycombFiles() makes what is committed", async () => {
  for (const [path, text] of Object.entries(honeycombFiles())) {
    const committed = await Deno.readTextFile(
      new URL(`../../../../${path}`, import.meta.url),
    );
    assertEquals(committed, text, `${path}. Run: deno task dashboards`);
  }
});
