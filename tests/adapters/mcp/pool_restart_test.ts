import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { isAlive } from "../../_helpers/is_alive.ts";
import { config, inRun, Spans, stdio } from "../_setup.ts";

Deno.test("McpPool.call() fails when the server dies, and starts it again", async () => {
  using spans = new Spans();
  const pids: string[] = [];

  await inRun(async (run) => {
    await using pool = await McpPool.open(config({ bad: stdio() }));
    await run.turn(async () => {
      pids.push((await pool.call({ server: "bad", tool: "pid" })).text);
      assertEquals(await pool.call({ server: "bad", tool: "die" }), {
        text: "Tool bad/die failed: Cannot get an answer from MCP server " +
          '"bad": it exited with code 7\n  out of memory, as planned',
        isError: true,
        errorType: "McpServerError",
      });
      pids.push((await pool.call({ server: "bad", tool: "pid" })).text);
    });
  });

  assertNotEquals(pids[0], pids[1]);
  assertEquals(pids.map(isAlive), [false, false]);
  assertEquals(
    spans.tree(),
    `agent.run
  tools/list
  agent.turn
    tool.call pid
    tool.call die ERROR McpServerError
    tool.call pid`,
  );
});

Deno.test("McpPool.call() starts a server again that died between calls", async () => {
  await using pool = await McpPool.open(config({ bad: stdio() }));
  const call = { server: "bad", tool: "pid" };
  const { text: pid } = await pool.call(call);
  Deno.kill(Number(pid), "SIGKILL");
  // Whether the message could not be sent, or was sent to one that was dying,
  // is for the kernel to say.
  const { text: next, isError } = await pool.call(call);
  if (isError) {
    assertEquals(
      next,
      "Tool bad/pid failed: Cannot get an answer from MCP server " +
        '"bad": it was ended by SIGKILL',
    );
  } else assertNotEquals(next, pid);
  const { text: last } = await pool.call(call);
  assertNotEquals(last, pid);
  assert(isAlive(last));
});

Deno.test("McpPool.call() shares one restart between calls side by side", async () => {
  await using pool = await McpPool.open(config({ bad: stdio() }));
  const pid = { server: "bad", tool: "pid" };
  const { text: first } = await pool.call(pid);
  await pool.call({ server: "bad", tool: "die" });
  const results = await Promise.all([1, 2, 3].map(() => pool.call(pid)));
  const pids = new Set(results.map(({ text }) => text));
  assertEquals(pids.size, 1);
  assertEquals(pids.has(first), false);
});

Deno.test("McpPool.call() fails every call under way when the server dies", async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  await using pool = await McpPool.open(config({ bad: stdio() }), {
    onStderr: (_, line) => line === "hang has arrived" && resolve(),
  });
  const hanging = pool.call({ server: "bad", tool: "hang" });
  await arrived;
  const dying = pool.call({ server: "bad", tool: "die" });
  const types = (await Promise.all([hanging, dying])).map(({ errorType }) =>
    errorType
  );
  assertEquals(types, ["McpServerError", "McpServerError"]);
});

Deno.test("McpPool.call() says why a server cannot be started again", async () => {
  const folder = await Deno.makeTempDir();
  const program = `${folder}/server`;
  const { command, args } = stdio() as { command: string; args: string[] };
  const script = `exec '${command}' ${args.join(" ")}\n`;
  await Deno.writeTextFile(program, script, { mode: 0o755 });
  try {
    await using pool = await McpPool.open(
      config({ bad: { command: "/bin/sh", args: [program] } }),
    );
    await pool.call({ server: "bad", tool: "die" });
    await Deno.writeTextFile(program, "echo no disk >&2\nexit 4\n");
    assertEquals(await pool.call({ server: "bad", tool: "echo" }), {
      text: 'Tool bad/echo failed: Cannot start MCP server "bad": ' +
        "it exited with code 4\n  no disk",
      isError: true,
      errorType: "McpServerError",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
