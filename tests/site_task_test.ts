import { assertEquals } from "@std/assert";
import { outcome, startCommand } from "./cli/_command.ts";

Deno.test("site builds nothing when CHROMIUM names no program", async () => {
  const env = { CHROMIUM: "/no/such/chromium" };
  assertEquals(await outcome(startCommand([], { task: "site", env })), {
    code: 1,
    stdout: "",
    stderr: 'site: Cannot open "/no/such/chromium": no such program; ' +
      "CHROMIUM names a Chromium\n",
  });
});
