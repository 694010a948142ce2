import { assertEquals } from "@std/assert";
import { typedAs } from "../../../turns/command/typed_as.ts";

const PUBLISHED =
  "deno run --allow-read --allow-env jsr:@turnspan/turnspan/turns";

Deno.test("typedAs() names the task in a clone, and the package elsewhere", () => {
  const clone = typedAs("file:///home/me/turnspan/turns/main.ts");
  assertEquals([clone.turns, clone.demo], [
    "deno task turns",
    "deno task demo",
  ]);
  assertEquals(clone.elsewhere.includes(PUBLISHED), true);
  for (
    const module of [
      "https://jsr.io/@turnspan/turnspan/0.1.0/turns/command/typed_as.ts",
      "http://127.0.0.1:8000/turns/command/typed_as.ts",
    ]
  ) {
    const { turns, demo } = typedAs(module);
    // There is no task of the repository's to run.
    assertEquals([turns, demo], [PUBLISHED, undefined]);
  }
});
