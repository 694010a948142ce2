import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { runCommand } from "../../command_line/run_command.ts";
import { UsageError } from "../../command_line/usage_error.ts";
import { COMMAND } from "./_command.ts";

/** Runs the command, and keeps what it wrote. */
async function run(
  args: readonly string[],
  fn: Parameters<typeof runCommand<typeof COMMAND.flags>>[2],
) {
  const lines: string[] = [];
  const code = await runCommand(COMMAND, args, fn, {
    out: (line) => lines.push(`out: ${line.split("\n")[0]}`),
    err: (line) => lines.push(`err: ${line}`),
  });
  return [code, ...lines];
}

Deno.test("runCommand() runs the command with what was asked", async () => {
  const asked: unknown[] = [];
  const came = await run(["--json", "a", "b"], (values, operands) => {
    asked.push(values, operands);
    return Promise.resolve(130);
  });
  assertEquals(came, [130]);
  assertEquals(asked, [{ count: 10, json: true }, ["a", "b"]]);
});

Deno.test("runCommand() prints help, or one line, and runs nothing", async () => {
  const never = () => Promise.reject(new Error("It ran"));
  assertEquals(await run(["--help"], never), [
    0,
    "out: Usage: try [options] [words...]",
  ]);
  assertEquals(await run(["--nope"], never), [
    2,
    "err: try: unknown option '--nope'; see --help",
  ]);
});

Deno.test("runCommand() exits 2 when the command finds it used wrongly, and throws the rest", async () => {
  const wrong = () => Promise.reject(new UsageError("Cannot do that"));
  assertEquals(await run([], wrong), [2, "err: try: Cannot do that"]);

  const boom = new RangeError("boom");
  assertStrictEquals(
    await assertRejects(() => run([], () => Promise.reject(boom))),
    boom,
  );
});

Deno.test("runCommand() shows no control character of what was wrong", async () => {
  const wrong = () => Promise.reject(new UsageError("no \x1b]0;x\x07\x9b"));
  assertEquals(await run([], wrong), [
    2,
    "err: try: no \ufffd]0;x\ufffd\ufffd",
  ]);
});
