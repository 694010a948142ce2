import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../../../"));

/** A query that is made and never read, of an SDK that starts nothing. */
const PROGRAM = `
import { initTracing } from "@turnspan/turnspan";
import { traceQuery } from "@turnspan/turnspan/claude-agent";

const tracing = await initTracing("test");
traceQuery(async function* () {})({ prompt: "What is it?" });
await tracing.shutdown();
console.log("done");
`;

Deno.test("a query that nobody reads lets its program end", async () => {
  const file = await Deno.makeTempFile({ suffix: ".jsonl" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--config=${ROOT}deno.json`,
      `--lock=${ROOT}deno.lock`,
      "--frozen",
      "--allow-all",
      "-",
    ],
    cwd: ROOT,
    env: { OTEL_TRACES_FILE: file },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(PROGRAM));
  await writer.close();
  const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const { code, stdout } = await child.output();
  clearTimeout(late);
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "done\n"]);
  await Deno.remove(file);
});
