import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

Deno.test("bench/peers passes its own check of form and types", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "check"],
    cwd: fileURLToPath(import.meta.resolve("../../../bench/peers/")),
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assertEquals(code, 0, said);
});
