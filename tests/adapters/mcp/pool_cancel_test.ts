import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { isAlive } from "../../_helpers/is_alive.ts";
import { config, inRun, Spans, stdio } from "../_setup.ts";

/** A pool, and a promise that its `hang` tool has been called. */
async function hangingPool() {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const pool = await McpPool.open(config({ bad: stdio() }), {
    onStderr: (_, line) => line === "hang has arrived" && resolve(),
  });
  return { pool, arrived };
}

Deno.test("McpPool.call() rejects with the run's reason when it is cancelled", async () => {
  using spans = new Spans();
  const reason = new Error("Ctrl-C");
  const controller = new AbortController();
  const thrown = await inRun(async (run) => {
    const { pool, arrived } = await hangingPool();
    await using _ = pool;
    await run.turn(async () => {
      const call = pool.call({ server: "bad", tool: "hang" });
      arrived.then(() => controller.abort(reason));
      await call;
    });
  }, controller.signal).catch((error) => error);

  assertStrictEquals(thrown, reason);
  assertEquals(
    spans.tree(),
    `agent.run ERROR cancelled
  tools/list
  agent.turn ERROR cancelled
    tool.call hang ERROR cancelled`,
  );
  assertEquals(
    spans.only("tool.call").attributes["tool.result.size"],
    undefined,
  );
});

Deno.test("McpPool.call() given up by its own signal leaves the run going", async () => {
  using spans = new Spans();
  const reason = new Error("enough");
  await inRun(async (run) => {
    const { pool, arrived } = await hangingPool();
    await using _ = pool;
    await run.turn(async (turn) => {
      const controller = new AbortController();
      const call = pool.call({
        server: "bad",
        tool: "hang",
        turn,
        signal: controller.signal,
      });
      await arrived;
      controller.abort(reason);
      assertStrictEquals(await call.catch((error) => error), reason);
      const echo = { server: "bad", tool: "echo", input: { text: "still" } };
      assertEquals((await pool.call(echo)).text, "still");
    });
  });
  assertEquals(
    spans.tree(),
    `agent.run
  tools/list
  agent.turn
    tool.call hang ERROR cancelled
    tool.call echo`,
  );
});

Deno.test("McpPool.call() sends nothing once its signal has aborted", async () => {
  await using pool = await McpPool.open(config({ bad: stdio() }));
  const reason = new Error("too late");
  const call = {
    server: "bad",
    tool: "die",
    signal: AbortSignal.abort(reason),
  };
  assertStrictEquals(await pool.call(call).catch((error) => error), reason);
  const echo = { server: "bad", tool: "echo", input: { text: "alive" } };
  assertEquals((await pool.call(echo)).text, "alive");
});

Deno.test("McpPool.close() fails the calls under way, and those that follow", async () => {
  const { pool, arrived } = await hangingPool();
  const { text: pid } = await pool.call({ server: "bad", tool: "pid" });
  const call = pool.call({ server: "bad", tool: "hang" });
  await arrived;
  await pool.close();
  assert(!isAlive(pid));
  assertEquals((await call).errorType, "McpServerError");
  assertEquals(await pool.call({ server: "bad", tool: "echo" }), {
    text: "Tool bad/echo failed: the server has been closed",
    isError: true,
    errorType: "McpServerError",
  });
  await pool.close();
});

Deno.test("McpPool.close() waits for no process that the server left behind", async () => {
  const pool = await McpPool.open(config({ bad: stdio() }));
  const { text: child } = await pool.call({ server: "bad", tool: "spawn" });
  const { text: pid } = await pool.call({ server: "bad", tool: "pid" });
  try {
    await pool.close();
    assert(!isAlive(pid));
  } finally {
    Deno.kill(Number(child), "SIGKILL");
  }
});

Deno.test("McpPool serves two runs at once, each in its own trace", async () => {
  using spans = new Spans();
  await using pool = await McpPool.open(config({ bad: stdio() }));

  const metas = await Promise.all(
    [1, 2].map(() =>
      inRun((run) =>
        run.turn(async (turn) => {
          await Promise.resolve();
          return JSON.parse(
            (await pool.call({ server: "bad", tool: "meta", turn })).text,
          ).traceparent;
        })
      )
    ),
  );

  assertEquals(
    spans.tree(),
    Array(2).fill("agent.run\n  agent.turn\n    tool.call meta").join("\n"),
  );
  const sent = spans.named("tool.call").map((span) => span.spanContext());
  assertEquals(
    metas.toSorted(),
    sent.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).toSorted(),
  );
  assertEquals(new Set(sent.map(({ traceId }) => traceId)).size, 2);
});

Deno.test("McpPool.call() takes the given turn wherever it is called from", async () => {
  using spans = new Spans();
  await using pool = await McpPool.open(config({ bad: stdio() }));
  const controller = new AbortController();
  const reason = new Error("Ctrl-C");
  const { promise: turns, resolve } = Promise.withResolvers<
    Parameters<typeof pool.call>[0]["turn"]
  >();
  // Called from outside the run, as some frameworks do.
  const outside = turns.then((turn) =>
    pool.call({ server: "bad", tool: "hang", ...(turn && { turn }) })
  ).catch((error) => error);
  await inRun(async (run) => {
    resolve(run.startTurn());
    await Promise.resolve();
    controller.abort(reason);
    assertStrictEquals(await outside, reason);
  }, controller.signal).catch(() => {});
  assertEquals(spans.only("tool.call").attributes["error.type"], "cancelled");
});

Deno.test("McpPool takes a server that the same Ctrl-C killed for cancelled", async () => {
  using spans = new Spans();
  const reason = new Error("Ctrl-C");
  const controller = new AbortController();
  const thrown = await inRun(async (run) => {
    const { pool, arrived } = await hangingPool();
    await using _ = pool;
    await run.turn(async () => {
      const { text: pid } = await pool.call({ server: "bad", tool: "pid" });
      const call = pool.call({ server: "bad", tool: "hang" });
      await arrived;
      // Here the server dies first, and we hear of the signal after that.
      Deno.kill(Number(pid), "SIGINT");
      await gone(pid);
      controller.abort(reason);
      await call;
    });
  }, controller.signal).catch((error) => error);
  assertStrictEquals(thrown, reason);
  assertEquals(
    spans.named("tool.call").map(({ attributes }) => attributes["error.type"]),
    [undefined, "cancelled"],
  );
});

Deno.test("McpPool.open() takes a start that the same Ctrl-C ended for cancelled", async () => {
  const reason = new Error("Ctrl-C");
  const controller = new AbortController();
  const opening = McpPool.open(config({ deaf: stdio(["deaf"]) }), {
    signal: controller.signal,
    onStderr: async (_, line) => {
      const pid = line.replace("pid ", "");
      Deno.kill(Number(pid), "SIGINT");
      await gone(pid);
      controller.abort(reason);
    },
  });
  assertStrictEquals(await opening.catch((error) => error), reason);
});

/** Waits until a process has ended, which nothing tells but looking. */
async function gone(pid: string): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 1));
}
