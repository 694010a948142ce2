import { assertEquals, assertStrictEquals } from "@std/assert";
import { cancelOnInterrupt } from "@turnspan/turnspan";
import { decodeJson, spansOf } from "./_collector.ts";
import { type ProgramOptions, startProgram } from "./_program.ts";

const ignore = Deno.build.os === "windows";

/** Runs a program, and signals it each time that it says it is ready. */
async function interrupt(
  signals: readonly Deno.Signal[],
  options: ProgramOptions = {},
): Promise<{ code: number; said: string[]; stderr: string }> {
  await using child = startProgram("interruptible", options);
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const said: string[] = [];
  const waiting = [...signals];
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of lines) {
    for (const line of text.trim().split("\n")) {
      said.push(line);
      const signal = waiting.shift();
      if (signal !== undefined) child.kill(signal);
    }
  }
  const stderr = await new Response(child.stderr).text();
  const { code } = await child.status;
  clearTimeout(timer);
  return { code, said, stderr };
}

Deno.test(
  "cancelOnInterrupt() aborts, and keeps the exit code",
  { ignore },
  async () => {
    for (
      const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const
    ) {
      const { code, said } = await interrupt([signal]);
      assertEquals(said, [
        "ready",
        `aborted: AbortError: Interrupted by ${signal}`,
      ]);
      assertEquals(code, exitCode);
    }
  },
);

Deno.test("cancelOnInterrupt() takes signals within the grace for one", {
  ignore,
}, async () => {
  const { code, said } = await interrupt(["SIGINT", "SIGTERM"], {
    input: { lines: 2 },
  });
  assertEquals(said.at(-1), "heard SIGTERM");
  assertEquals(code, 130);
});

Deno.test(
  "cancelOnInterrupt() quits at once after the grace",
  { ignore },
  async () => {
    const { code, said } = await interrupt(["SIGINT", "SIGTERM"], {
      input: { graceMs: 0, deaf: true },
    });
    assertEquals(said, ["ready", "aborted: AbortError: Interrupted by SIGINT"]);
    assertEquals(code, 130);
  },
);

Deno.test("cancelOnInterrupt() lets a run end as cancelled, and be flushed", {
  ignore,
}, async () => {
  const path = await Deno.makeTempFile();
  try {
    const { code, stderr } = await interrupt(["SIGINT"], {
      env: { OTEL_TRACES_FILE: path },
    });
    assertEquals({ code, stderr }, { code: 130, stderr: "" });
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    const spans = lines.flatMap((line) => spansOf(decodeJson(line)));
    assertEquals(spans.map(({ name }) => name), ["agent.turn", "agent.run"]);
    for (const { attributes } of spans) {
      const type = attributes.find(({ key }) => key === "error.type");
      assertEquals(type?.value.stringValue, "cancelled");
    }
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("cancelOnInterrupt() holds no program back", async () => {
  await using child = startProgram("interruptible", { input: { end: true } });
  const { code, stderr } = await child.output();
  assertEquals({ code, stderr: stderr.length }, { code: 0, stderr: 0 });
});

Deno.test("cancelOnInterrupt() listens until it is disposed", () => {
  const interrupt = cancelOnInterrupt();
  assertStrictEquals(interrupt.exitCode, undefined);
  assertEquals(interrupt.signal.aborted, false);
  interrupt[Symbol.dispose]();
  interrupt[Symbol.dispose]();
});
