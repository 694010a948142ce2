import { assertEquals } from "@std/assert";
import {
  DASHBOARD_FOLDERS,
  dashboardFiles,
} from "../../../scripts/dashboards/files.ts";

// What docs/dashboards.md says of `deno task dashboards`.

const ROOT = new URL("../../../", import.meta.url);

/** Every file below a folder, by its path from the root of the repository. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))
  ) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}

async function committed(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const folder of DASHBOARD_FOLDERS) {
    const paths = await Array.fromAsync(filesIn(folder)).catch((error) => {
      // A folder that nothing is written to is not there.
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    });
    for (const path of paths) {
      found[path] = await Deno.readTextFile(new URL(path, ROOT));
    }
  }
  return found;
}

Deno.test("dashboardFiles() makes what is committed, and nothing else is there", async () => {
  const made = dashboardFiles();
  const there = await committed();
  assertEquals(
    Object.keys(there).toSorted(),
    Object.keys(made).toSorted(),
    "Run: deno task dashboards",
  );
  for (const [path, text] of Object.entries(made)) {
    assertEquals(there[path], text, `${path}. Run: deno task dashboards`);
  }
});

Deno.test("dashboardFiles() writes into its own folders only", () => {
  for (const path of Object.keys(dashboardFiles())) {
    const folders = DASHBOARD_FOLDERS.filter((one) =>
      path.startsWith(`${one}/`)
    );
    assertEquals(folders.length, 1, path);
  }
});
