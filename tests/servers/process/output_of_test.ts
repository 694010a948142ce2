import { assertEquals, assertRejects } from "@std/assert";
import { outputOf } from "../../../servers/process/output_of.ts";
import { program } from "./_program.ts";

const never = new AbortController().signal;

Deno.test("outputOf() is what a program prints, and nothing where it fails", async () => {
  const prints = program(`console.log("1.2")`);
  assertEquals(await outputOf(prints.program, prints.args, never), "1.2\n");
  const fails = program(`console.log("1.2"); Deno.exit(1)`);
  assertEquals(await outputOf(fails.program, fails.args, never), undefined);
  assertEquals(await outputOf("no-such-program", [], never), undefined);
});

Deno.test("outputOf() is given up at once, whoever holds the output", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("enough");
  const folder = await Deno.makeTempDir();
  const pipe = `${folder}/begun`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();

  const script = `sleep 60 & echo $! > ${pipe}; wait`;
  const output = outputOf("sh", ["-c", script], signal);
  const pid = Number(await Deno.readTextFile(pipe));
  controller.abort(reason);

  assertEquals(await assertRejects(() => output), reason);
  assertEquals(await assertRejects(() => outputOf("sh", [], signal)), reason);
  Deno.kill(pid, "SIGKILL");
  await Deno.remove(folder, { recursive: true });
});
