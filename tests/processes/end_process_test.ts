import { assertEquals } from "@std/assert";
import { endProcess } from "../../processes/end_process.ts";

/** A process that ends by one signal only, and the signals that it got. */
function endsBy(last: Deno.Signal) {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const signals: Deno.Signal[] = [];
  const kill = (signal: Deno.Signal) => {
    signals.push(signal);
    if (signal === last) resolve();
  };
  return { process: { kill, ended }, signals };
}

Deno.test("endProcess() sends one signal when the process obeys it", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const { process, signals } = endsBy(signal);
    await endProcess(process, 60_000, signal);
    assertEquals(signals, [signal]);
  }
});

Deno.test("endProcess() sends SIGKILL when the process does not obey SIGTERM", async () => {
  const { process, signals } = endsBy("SIGKILL");
  await endProcess(process, 1);
  assertEquals(signals, ["SIGTERM", "SIGKILL"]);
});

Deno.test("endProcess() comes back from what has ended and whose output is held", async () => {
  const signals: Deno.Signal[] = [];
  const kill = (signal: Deno.Signal) => {
    signals.push(signal);
    throw new TypeError("Child process has already terminated");
  };
  await endProcess({ kill, ended: new Promise(() => {}) }, 1);
  assertEquals(signals, ["SIGTERM", "SIGKILL"]);
});

Deno.test("endProcess() comes back from a child whose own child goes on", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const child = new Deno.Command("sh", {
    args: ["-c", "sleep 60 & echo $!"],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  await child.status;
  const ended = reader.closed;

  await endProcess({ kill: (signal) => child.kill(signal), ended }, 1);

  Deno.kill(Number(new TextDecoder().decode(value)), "SIGKILL");
  assertEquals((await reader.read()).done, true);
});
