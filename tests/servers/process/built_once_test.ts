import { assertEquals, assertRejects } from "@std/assert";
import { builtOnce } from "../../../servers/process/built_once.ts";
import { Folder } from "../../cli/_command.ts";

/** Builds something, and says how often. */
function counted(path: string) {
  const folder = `${path}/it`;
  const built = { times: 0 };
  const build = async () => {
    built.times++;
    await Deno.writeTextFile(`${folder}/result`, `${built.times}`);
  };
  return { folder, build, built };
}

Deno.test("it is built once, and anew where what it depends on has changed", async () => {
  using temporary = new Folder();
  const { folder, build, built } = counted(temporary.path);

  await builtOnce({ folder, key: "1", build });
  await builtOnce({ folder, key: "1", build });
  assertEquals(built.times, 1);

  await builtOnce({ folder, key: "2", build });
  assertEquals(built.times, 2);
});

Deno.test("what was left half built is built anew, from nothing", async () => {
  using temporary = new Folder();
  const { folder, build, built } = counted(temporary.path);
  const stopped = new Error("stopped");

  const failed = builtOnce({
    folder,
    key: "1",
    build: async () => {
      await Deno.writeTextFile(`${folder}/half`, "");
      throw stopped;
    },
  });
  assertEquals(await assertRejects(() => failed), stopped);
  await builtOnce({ folder, key: "1", build });

  assertEquals(built.times, 1);
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(names.toSorted(), ["built", "result"]);
});

Deno.test("who comes while it is being built waits for it", async () => {
  using temporary = new Folder();
  const { folder, build, built } = counted(temporary.path);
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();

  const first = builtOnce({
    folder,
    key: "1",
    build: async () => {
      begun.resolve();
      await go.promise;
      await build();
    },
  });
  await begun.promise;
  const second = builtOnce({ folder, key: "1", build });
  go.resolve();
  await Promise.all([first, second]);

  assertEquals(built.times, 1);
});

Deno.test("who waits for it can be interrupted", async () => {
  using temporary = new Folder();
  const { folder, build, built } = counted(temporary.path);
  // As a process does that builds it, or was stopped while it did.
  using holder = await Deno.open(`${folder}.lock`, {
    write: true,
    create: true,
  });
  await holder.lock(true);
  const reason = new Error("enough");
  const controller = new AbortController();
  const { signal } = controller;

  const waiting = builtOnce({ folder, key: "1", signal, build });
  controller.abort(reason);

  assertEquals(await assertRejects(() => waiting), reason);
  // One that has been before.
  const late = builtOnce({ folder, key: "1", signal, build });
  assertEquals(await assertRejects(() => late), reason);
  assertEquals(built.times, 0);
});
