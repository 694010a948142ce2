import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertContract } from "../_helpers/contract.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import { calls, plans, replies } from "../_helpers/replies.ts";
import { isAlive } from "../_helpers/is_alive.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import { startCollector } from "../tracing/_collector.ts";
import {
  type CommandResult,
  Folder,
  outcome,
  printedResult,
  startCommand,
} from "./_command.ts";
import { echoes, startModel } from "./_model.ts";

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

for (const [signal, code] of Object.entries(SIGNALS)) {
  Deno.test(`plan-execute exits ${code} after ${signal}, with all told`, async () => {
    using folder = new Folder();
    const { result, server } = await interrupt(folder, (child) => {
      child.kill(signal as Deno.Signal);
      // A terminal and a task runner both send it: that is one.
      child.kill(signal as Deno.Signal);
    });
    assertEquals(result.code, code);
    assertCancelled(folder, result, signal);
    assert(!isAlive(server));
  });
}

Deno.test("plan-execute takes its servers' death for part of the interrupt", async () => {
  using folder = new Folder();
  // A terminal sends the signal to every process of the group.
  const { result } = await interrupt(folder, (child, server) => {
    child.kill("SIGINT");
    Deno.kill(server, "SIGINT");
  });
  assertEquals(result.code, 130);
  assertCancelled(folder, result, "SIGINT");
});

Deno.test("plan-execute exits 130 after a Ctrl-C in the final flush", async () => {
  using folder = new Folder();
  folder.servers({ tools: toolsServer() });
  await using model = startModel(echoes());
  const reached = Promise.withResolvers<void>();
  // It takes the spans and does not answer: the flush goes on to its end.
  await using collector = startCollector(() => {
    reached.resolve();
    return new Promise(() => {});
  });
  const child = startCommand(["--model-id", "openai/tested", "Say hello"], {
    cwd: folder.path,
    env: {
      ...model.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
      // Nothing is sent before the flush.
      OTEL_BSP_SCHEDULE_DELAY: "600000",
      OTEL_TRACES_FILE: "traces.jsonl",
    },
  });
  const printed = outcome(child);
  await reached.promise;
  child.kill("SIGINT");
  // A terminal and a task runner both send it: that is one.
  child.kill("SIGINT");
  const { code, stdout, stderr } = await printed;

  assertEquals({ code, stdout }, { code: 130, stdout: "It says hello\n" });
  assertStringIncludes(stderr, "turnspan: Cannot deliver ");
  const spans = otlpSpans(folder.read("traces.jsonl"));
  assertContract(spans);
  assertEquals(spans.at(-1)?.name, "agent.run");
});

/** Interrupts a run whose tool never ends. */
async function interrupt(
  folder: Folder,
  signal: (child: Deno.ChildProcess, server: number) => void,
): Promise<{ readonly result: CommandResult; readonly server: number }> {
  folder.servers({ tools: toolsServer() });
  await using model = startModel(
    replies(plans({ tool: "hang", server: "tools" }), calls(["hang"])),
  );
  const child = startCommand([
    ...["--model-id", "openai/tested", "--json", "--verbose"],
    ...["--run-id", "cut", "Hang"],
  ], {
    cwd: folder.path,
    env: {
      ...model.env,
      OTEL_TRACES_FILE: "traces.jsonl",
      AGENT_TRAJECTORY_DIR: "out",
    },
  });
  const stdout = new Response(child.stdout).text();
  let stderr = "";
  let server = 0;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += text;
    const [, pid] = /tools: hanging (\d+)\n/.exec(stderr) ?? [];
    if (pid === undefined || server !== 0) continue;
    server = Number(pid);
    signal(child, server);
  }
  const { code } = await child.status;
  return { result: { code, stdout: await stdout, stderr }, server };
}

function assertCancelled(
  folder: Folder,
  printed: CommandResult,
  signal: string,
): void {
  const result = printedResult(printed);
  assertEquals(result.error, {
    type: "cancelled",
    message: `Interrupted by ${signal}`,
  });
  assertStringIncludes(
    printed.stderr,
    `plan-execute: Interrupted by ${signal}\n`,
  );
  assertEquals(JSON.parse(folder.read("out/cut.json")), result);
  const spans = otlpSpans(folder.read("traces.jsonl"));
  assertContract(spans);
  assertTrajectory(result, spans);
  const cancelled = spans.filter(({ attributes }) =>
    attributes["error.type"] === "cancelled"
  );
  assertEquals(cancelled.map(({ name }) => name).sort(), [
    "agent.run",
    "agent.turn",
    "tool.call",
  ]);
}
