// deno-lint-ignore-file no-console -- what is written there is looked at
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  killAll,
  LoggedProcess,
  tailOf,
} from "../../../servers/process/logged_process.ts";
import { Folder } from "../../cli/_command.ts";
import { isRunning, program, until } from "./_program.ts";

Deno.test("what it writes is in the log at once, and the log is added to", async () => {
  using folder = new Folder();
  const log = folder.write("log", "before\n");

  await using process = new LoggedProcess({
    ...program(
      `console.log("out"); console.error("err"); setInterval(() => {}, 1e6)`,
    ),
    log,
  });

  // It has not ended, and is not about to.
  const lines = () => folder.read("log").trim().split("\n").toSorted();
  await until(() => lines().length === 3);
  assertEquals(lines(), ["before", "err", "out"]);
  await process[Symbol.asyncDispose]();
});

Deno.test("what it has started ends with it", async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const child = `await new Deno.Command(Deno.execPath(), {
    args: ["eval", "console.log(Deno.pid); setInterval(() => {}, 1e6)"],
  }).spawn().status`;

  const process = new LoggedProcess({ ...program(child), log });
  await until(() => folder.names.length > 0 && folder.read("log") !== "");
  const pid = Number(folder.read("log"));
  assertEquals(isRunning(pid), true);
  await process[Symbol.asyncDispose]();

  await until(() => !isRunning(pid));
});

Deno.test("one that does not heed SIGTERM can be stopped by SIGKILL", async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const deaf =
    `Deno.addSignalListener("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1e6)`;

  const process = new LoggedProcess({
    ...program(deaf),
    log,
    stopSignal: "SIGKILL",
  });
  await until(() => folder.names.length > 0 && folder.read("log") !== "");
  await process[Symbol.asyncDispose]();

  assertEquals((await process.ended).signal, "SIGKILL");
});

Deno.test("one that does not end is killed five seconds later", async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const deaf =
    `Deno.addSignalListener("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1e6)`;

  const process = new LoggedProcess({ ...program(deaf), log });
  await until(() => folder.names.length > 0 && folder.read("log") !== "");
  await process[Symbol.asyncDispose]();

  assertEquals((await process.ended).signal, "SIGKILL");
});

Deno.test("killAll() ends all that have not ended", async () => {
  using folder = new Folder();
  const start = (name: string) =>
    new LoggedProcess({
      ...program(`console.log("here"); setInterval(() => {}, 1e6)`),
      log: `${folder.path}/${name}`,
    });
  const [first, second] = [start("1"), start("2")];
  await until(() => folder.names.length === 2);

  killAll();

  const ends = await Promise.all([first.ended, second.ended]);
  assertEquals(ends.map(({ signal }) => signal), ["SIGKILL", "SIGKILL"]);
});

Deno.test("what has ended has, whoever holds its output", {
  // Others have no `setsid`.
  ignore: Deno.build.os !== "linux",
}, async () => {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  // Of the same group, and of one of its own that no signal reaches.
  for (const start of ["sleep 60", "setsid sleep 60"]) {
    await using process = new LoggedProcess({
      program: "sh",
      args: ["-c", `${start} & echo $!; exit 3`],
      log,
    });
    assertEquals((await process.ended).code, 3);
    const pid = Number(folder.read("log").trim().split("\n").at(-1));
    if (start.startsWith("setsid")) Deno.kill(pid, "SIGKILL");
    await until(() => !isRunning(pid));
  }
});

Deno.test("a log that cannot be written is said once, and ends nothing", async () => {
  using folder = new Folder();
  const said: unknown[] = [];
  const { error } = console;
  console.error = (text) => said.push(text);
  try {
    const lines = `for (let i = 0; i < 3; i++) console.log("x".repeat(1e5))`;
    const process = new LoggedProcess({
      ...program(`${lines}; console.error("y"); Deno.exit(3)`),
      // A folder.
      log: folder.path,
    });
    assertEquals((await process.ended).code, 3);
    await process[Symbol.asyncDispose]();
  } finally {
    console.error = error;
  }

  assertEquals(said.length, 1);
  assertMatch(`${said[0]}`, /^Cannot write all of the log ".+": .+/);
});

Deno.test("stopping what has ended is nothing", async () => {
  using folder = new Folder();
  const process = new LoggedProcess({
    ...program(`Deno.exit(3)`),
    log: `${folder.path}/log`,
  });

  assertEquals((await process.ended).code, 3);
  process.kill("SIGTERM");
  await process[Symbol.asyncDispose]();
});

Deno.test("a program that there is not throws", () => {
  assertThrows(
    () => new LoggedProcess({ program: "no-such-program", args: [], log: "x" }),
    Deno.errors.NotFound,
  );
});

Deno.test("the end of a log is its last lines, and of none is nothing", async () => {
  using folder = new Folder();
  const log = folder.write("log", "1\n2\n3\n\n");

  assertEquals(await tailOf(log, 2), "2\n3");
  assertEquals(await tailOf(`${folder.path}/none`), "");
});
