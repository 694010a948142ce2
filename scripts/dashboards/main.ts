/**
 * Writes the dashboards of every backend, and the pictures of them, anew. The
 * tests compare what is committed with what this makes.
 *
 * @module
 */
import { dirname } from "node:path/posix";
import { DASHBOARD_FOLDERS, dashboardFiles } from "./files.ts";

for (const folder of DASHBOARD_FOLDERS) {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}
for (const [path, text] of Object.entries(dashboardFiles())) {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}
