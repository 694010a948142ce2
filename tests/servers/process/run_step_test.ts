import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { LocalError } from "../../../servers/process/local_error.ts";
import { runStep } from "../../../servers/process/run_step.ts";
import { Folder } from "../../cli/_command.ts";
import { isRunning, program, until } from "./_program.ts";

const never = new AbortController().signal;

Deno.test("a step that succeeds says nothing", async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;

  await runStep({ what: "do it", ...program(""), log, signal: never });
});

Deno.test("one that fails is an error that names it, with the end of its log", async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const fails = program(`console.error("disk full"); Deno.exit(2)`);

  const error = await assertRejects(
    () => runStep({ what: "build it", ...fails, log, signal: never }),
    LocalError,
  );

  assertMatch(error.message, /^Cannot build it: ".*deno(\.exe)? eval /);
  assertMatch(error.message, / ended with exit code 2\. The end of .*log:\n/);
  assertMatch(error.message, /\ndisk full$/);
});

Deno.test("giving up stops it, and throws the reason", async () => {
  using folder = new Folder();
  const controller = new AbortController();
  const reason = new Error("enough");

  const step = runStep({
    what: "wait",
    ...program(`console.log(Deno.pid); setInterval(() => {}, 1e6)`),
    log: `${folder.path}/log`,
    signal: controller.signal,
  });
  await until(() => folder.names.length > 0 && folder.read("log") !== "");
  controller.abort(reason);

  assertEquals(await assertRejects(() => step), reason);
  assertEquals(isRunning(Number(folder.read("log"))), false);
});
