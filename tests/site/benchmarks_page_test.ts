import { assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { pages } from "./_pages.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

const page = pages().find(({ path }) => path === "docs/benchmarks.md")!;

/** What the page's blocks have after `deno task bench`, line by line. */
const lines = page.blocks.filter(({ words }) => words.includes("tested"))
  .flatMap(({ code }) => code.trim().split("\n"));

Deno.test("each command of the page of benchmarks is understood, and has suites", async () => {
  assertNotEquals(lines, []);
  for (const line of lines) {
    const [deno, task, name, ...args] = line.split(" ");
    assertEquals([deno, task, name], ["deno", "task", "bench"], line);
    // All of it would take half an hour: CI runs each way once.
    const { success, stdout, stderr } = await new Deno.Command("deno", {
      args: ["task", "--quiet", "bench", "--list", ...args],
      cwd: ROOT,
    }).output();
    const text = new TextDecoder();
    assertEquals(success, true, text.decode(stderr));
    const listed = text.decode(stdout).trim().split("\n").length;
    const named = args.filter((arg) => arg === "--only").length;
    assertEquals(named === 0 ? listed > 10 : listed === named, true, line);
  }
});
