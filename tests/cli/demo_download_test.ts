import { assert, assertEquals } from "@std/assert";
import { Folder, runCommand } from "./_command.ts";

/** Bytes of the disk's blocks that a folder takes. */
function onDisk(folder: string): number {
  let bytes = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    const { blocks, size } = Deno.lstatSync(path);
    bytes += blocks === null ? size : blocks * 512;
    if (isDirectory) bytes += onDisk(path);
  }
  return bytes;
}

Deno.test("demo leaves less than 120 MB in an empty DENO_DIR", async () => {
  using folder = new Folder();
  using cache = new Folder();
  const { code, stdout, stderr } = await runCommand([], {
    task: "demo",
    cwd: folder.path,
    env: { DENO_DIR: cache.path },
  });
  assertEquals(code, 0, stderr);
  assert(stdout.startsWith("Condenser fouling on Chiller 6"));
  const megabytes = onDisk(cache.path) / 1e6;
  // That something was downloaded at all: otherwise it would prove nothing.
  assert(megabytes > 20 && megabytes < 120, `${megabytes} MB`);
});
