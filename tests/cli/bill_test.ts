import { assertEquals } from "@std/assert";
import { main } from "../../turns/main.ts";
import { testIo } from "../turns/_traces.ts";
import {
  type CommandInit,
  Folder,
  printedResult,
  runCommand,
} from "./_command.ts";

const TASKS: readonly NonNullable<CommandInit["task"]>[] = [
  "plan-execute",
  "openai-agent",
  "deep-agent",
  "claude-agent",
];

for (const task of TASKS) {
  Deno.test(`${task} has the same bill in its result and in its trace's file`, async () => {
    using folder = new Folder();
    const printed = await runCommand([
      ...["--model-id", "demo", "--json", "--run-id", "billed"],
      "Why is Chiller 6 drawing more power?",
    ], { task, cwd: folder.path, env: { OTEL_TRACES_FILE: "traces.jsonl" } });
    assertEquals(printed.code, 0, printed.stderr);
    const { promptSources = [], usage } = printedResult(printed);

    const io = testIo(folder.path);
    const code = await main(
      ["traces.jsonl", "--run", "billed", "--by", "source", "--json"],
      io,
    );
    assertEquals([code, io.stderr], [0, ""]);
    const bill = JSON.parse(io.stdout);
    assertEquals(
      bill.lines.map(({ name, tokens }: { name: string; tokens: number }) => ({
        source: name,
        tokens,
      })),
      promptSources,
    );
    assertEquals(bill.tokens, usage.inputTokens);
  });
}
