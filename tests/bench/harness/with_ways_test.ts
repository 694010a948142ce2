import { assertEquals, assertRejects } from "@std/assert";
import { BenchError } from "../../../bench/harness/bench_error.ts";
import { withWays } from "../../../bench/harness/with_ways.ts";
import { FOLDER, SMOKE } from "../../../bench/suite.ts";
import { fakeSuite, fakeWay } from "./_fake_suite.ts";

/** Prints the folder as a number's name would not do: through a file. */
const FIGURE = "console.log(JSON.stringify({ cpu: 1 }))";

const { signal } = new AbortController();

/** Whether there is something at a path. */
function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("withWays() gives a way what it needs, and no tracing that is on outside", async () => {
  const file = await Deno.makeTempFile();
  const code = `Deno.writeTextFileSync("${file}", JSON.stringify({
    env: Deno.env.toObject(), temp: Deno.makeTempDirSync(),
  })); ${FIGURE}`;
  const way = { ...fakeWay("a", code), env: { OWN: "its own" } };
  Deno.env.set("TRACEPARENT", "00-1-2-01");
  try {
    await withWays(
      fakeSuite([way]),
      { smoke: true, signal },
      (run) => run(way),
    );
    const { env, temp } = JSON.parse(await Deno.readTextFile(file));
    assertEquals(
      [env[SMOKE], env.OWN, env.TRACEPARENT, env.HOME],
      ["1", "its own", undefined, Deno.env.get("HOME")],
    );
    // What it leaves there goes with the folder.
    assertEquals(temp.startsWith(`${env[FOLDER]}/`), true, temp);
    assertEquals(exists(env[FOLDER]), false);
  } finally {
    Deno.env.delete("TRACEPARENT");
    await Deno.remove(file);
  }
});

Deno.test("withWays() does not call it a smoke run where it is none", async () => {
  const code =
    `if (Deno.env.has("${SMOKE}")) throw new Error("smoke"); ${FIGURE}`;
  const way = fakeWay("a", code);
  const options = { smoke: false, signal };
  const figures = await withWays(fakeSuite([way]), options, (run) => run(way));
  assertEquals(figures, { cpu: 1 });
});

Deno.test("withWays() prepares what the ways share once, before them", async () => {
  const path = `Deno.env.get("${FOLDER}") + "/shared"`;
  const { args } = fakeWay("", `Deno.writeTextFileSync(${path}, "7")`);
  const way = fakeWay(
    "a",
    `const cpu = Number(Deno.readTextFileSync(${path}));
     console.log(JSON.stringify({ cpu }))`,
  );
  const suite = fakeSuite([way], { prepare: args });
  const figures = await withWays(
    suite,
    { smoke: false, signal },
    async (run) => [await run(way), await run(way)],
  );
  assertEquals(figures, [{ cpu: 7 }, { cpu: 7 }]);
});

Deno.test("withWays() removes the folder where a way or the preparation fails", async () => {
  const file = await Deno.makeTempFile();
  const note =
    `Deno.writeTextFileSync("${file}", Deno.env.get("${FOLDER}")); Deno.exit(3)`;
  const way = fakeWay("a", note);
  const options = { smoke: false, signal };
  try {
    for (const more of [{}, { prepare: way.args }]) {
      await Deno.writeTextFile(file, "");
      const suite = fakeSuite([way], more);
      const { message } = await assertRejects(
        () => withWays(suite, options, (run) => run(way)),
        BenchError,
      );
      const what = "prepare" in more ? "preparation" : "a";
      assertEquals(message, `Cannot measure "fake: ${what}": it ended with 3`);
      const folder = await Deno.readTextFile(file);
      assertEquals([folder === "", exists(folder)], [false, false]);
    }
  } finally {
    await Deno.remove(file);
  }
});
