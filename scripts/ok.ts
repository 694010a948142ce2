// deno-lint-ignore-file no-console
/**
 * Runs the whole gate, of which each stage is a task. The first one that fails
 * is the last, and the last line names it.
 *
 * @module
 */

const STAGES = ["fmt:check", "check", "lint", "doc:lint", "test"]
  .concat("publish:check", "docs:build");

let running: Deno.ChildProcess | undefined;

// Windows has no SIGTERM to listen to.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  if (Deno.build.os === "windows" && signal === "SIGTERM") continue;
  Deno.addSignalListener(signal, () => running?.kill(signal));
}

for (const stage of STAGES) {
  running = new Deno.Command("deno", { args: ["task", stage] }).spawn();
  const { code } = await running.status;
  if (code === 0) continue;
  console.error(`deno task ok: "${stage}" failed`);
  Deno.exit(code);
}
