import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { McpPool, McpServerError } from "../../../adapters/mcp.ts";
import { isAlive } from "../../_helpers/is_alive.ts";
import { config, inRun, Spans, stdio } from "../_setup.ts";

/** Opens a pool that must not open, and tells why it did not. */
async function failure(
  servers: Record<string, unknown>,
  startTimeoutMs = 60_000,
): Promise<McpServerError> {
  return await assertRejects(
    () => McpPool.open(config(servers), { startTimeoutMs }),
    McpServerError,
  );
}

Deno.test("McpPool.open() names a server whose command is missing", async () => {
  const error = await failure({ iot: { command: "no-such-command-7" } });
  assertEquals(error.server, "iot");
  assertStringIncludes(error.message, 'Cannot start MCP server "iot": ');
  assertStringIncludes(error.message, "no-such-command-7");
});

Deno.test("McpPool.open() quotes the end of the stderr of a server that exits", async () => {
  const error = await failure({ iot: stdio(["exit"]) });
  const [first, ...lines] = error.message.split("\n");
  assertEquals(
    first,
    'Cannot start MCP server "iot": it exited with code 3',
  );
  assertEquals(lines.length, 20);
  assertEquals(lines[0], "  line 12");
  // Without the colour that the server gave it.
  assertEquals(lines[19], "  cannot open the database");
});

Deno.test("McpPool.open() gives up on a server that does not answer, and ends it", async () => {
  const error = await failure({ iot: stdio(["deaf"]) }, 2000);
  const [first, pid = ""] = error.message.split("\n");
  assertEquals(
    first,
    'Cannot start MCP server "iot": no answer to initialize within 2 s',
  );
  assert(!isAlive(pid.replace("  pid ", "")));
});

Deno.test("McpPool.open() fails where tools cannot be listed", async () => {
  assertEquals(
    (await failure({ iot: stdio(["list-error"]) })).message,
    'Cannot list tools of MCP server "iot": cannot read the catalogue\n' +
      "  the catalogue is locked",
  );
});

Deno.test("McpPool.open() gives up on a server that never lists its tools", async () => {
  assertEquals(
    (await failure({ iot: stdio(["list-hang"]) }, 3000)).message,
    'Cannot list tools of MCP server "iot": no answer to tools/list within 3 s',
  );
});

Deno.test("McpPool.open() closes the other servers when one fails", async () => {
  using spans = new Spans();
  const pids: string[] = [];

  const error = await assertRejects(() =>
    inRun((run) =>
      McpPool.open(
        config({
          deaf: stdio(["deaf"]),
          iot: { command: "no-such-command-7" },
        }),
        { run, onStderr: (_, line) => void pids.push(line) },
      )
    ), McpServerError);

  assertEquals(error.server, "iot");
  for (const line of pids) assert(!isAlive(line.replace("pid ", "")));
  assertEquals(
    spans.tree(),
    "agent.run ERROR NotFound\n" +
      "  tools/list ERROR cancelled\n  tools/list ERROR NotFound",
  );
});

Deno.test("McpPool.open() keeps what a server printed out of spans", async () => {
  using spans = new Spans();
  await assertRejects(() =>
    inRun((run) => McpPool.open(config({ iot: stdio(["exit"]) }), { run }))
  );
  const written = JSON.stringify(
    spans.ended.map(({ attributes, events, status }) => ({
      attributes,
      events,
      status,
    })),
  );
  assertEquals(written.includes("cannot open the database"), false);
  assertEquals(spans.only("tools/list").attributes["tool.server"], "iot");
});

Deno.test("McpPool.open() rejects with the signal's reason", async () => {
  const reason = new Error("interrupted");
  const controller = new AbortController();
  const pids: string[] = [];
  const opening = McpPool.open(config({ deaf: stdio(["deaf"]) }), {
    signal: controller.signal,
    onStderr: (_, line) => {
      pids.push(line.replace("pid ", ""));
      controller.abort(reason);
    },
  });
  assertEquals(await opening.catch((error) => error), reason);
  assertEquals(pids.map(isAlive), [false]);
});

Deno.test("McpPool.open() ends a process that nothing has connected to yet", async () => {
  const reason = new Error("interrupted");
  const controller = new AbortController();
  using spawned = new Spawned();
  const opening = McpPool.open(config({ deaf: stdio(["deaf"]) }), {
    signal: controller.signal,
  });
  // It boots while what speaks to it is loaded.
  assertEquals(spawned.pids.map(isAlive), [true]);
  controller.abort(reason);
  assertEquals(await opening.catch((error) => error), reason);
  assertEquals(spawned.pids.map(isAlive), [false]);
});

Deno.test("McpPool.open() starts nothing when its signal has aborted", async () => {
  const reason = new Error("interrupted");
  using spawned = new Spawned();
  const opening = McpPool.open(config({ bad: stdio() }), {
    signal: AbortSignal.abort(reason),
  });
  assertEquals(await opening.catch((error) => error), reason);
  assertEquals(spawned.pids, []);
});

Deno.test("McpPool.open() gives a server the run's trace, and little else", async () => {
  using spans = new Spans();
  Deno.env.set("TURNSPAN_TEST_SECRET", "hush");
  try {
    const env = await inRun(async (run) => {
      await using pool = await McpPool.open(
        config({ bad: stdio([], { env: { MINE: "1" } }) }),
        { run },
      );
      const { text } = await pool.call({ server: "bad", tool: "env" });
      return JSON.parse(text);
    });
    const { traceId, spanId } = spans.only("agent.run").spanContext();
    assertEquals(env.TRACEPARENT, `00-${traceId}-${spanId}-01`);
    assertEquals(env.MINE, "1");
    assertEquals(env.PATH, Deno.env.get("PATH"));
    assertEquals(env.TURNSPAN_TEST_SECRET, undefined);
    assertEquals(Deno.env.get("TRACEPARENT"), undefined);
  } finally {
    Deno.env.delete("TURNSPAN_TEST_SECRET");
  }
});

Deno.test("McpPool.open() runs a server in the folder of its file, or in cwd", async () => {
  const root = new URL("../../../", import.meta.url).pathname.replace(
    /\/$/,
    "",
  );
  await using pool = await McpPool.open(
    config({ one: stdio(), two: stdio([], { cwd: "tests" }) }),
  );
  assertEquals((await pool.call({ server: "one", tool: "cwd" })).text, root);
  assertEquals(
    (await pool.call({ server: "two", tool: "cwd" })).text,
    `${root}/tests`,
  );
});

Deno.test("McpPool.open() without a run leaves no span", async () => {
  using spans = new Spans();
  await inRun(async () => {
    await using pool = await McpPool.open(config({ bad: stdio() }), {
      run: null,
    });
    const { text } = await pool.call({ server: "bad", tool: "env" });
    assertEquals(JSON.parse(text).TRACEPARENT, undefined);
  });
  assertEquals(spans.tree(), "agent.run");
});

Deno.test("McpPool.open() speaks to a server of the newest revision alone", async () => {
  using spans = new Spans();
  await inRun(async (run) => {
    await using pool = await McpPool.open(config({ new: stdio(["modern"]) }));
    await run.turn(async () => {
      const call = { server: "new", tool: "meta" };
      const meta = JSON.parse((await pool.call(call)).text);
      const { traceId, spanId } = spans.only("tool.call").spanContext();
      assertEquals(meta.traceparent, `00-${traceId}-${spanId}-01`);
    });
  });
  assertEquals(
    spans.only("tool.call").attributes["mcp.protocol.version"],
    "2026-07-28",
  );
});

/** The processes that are started until it is disposed of. */
class Spawned implements Disposable {
  readonly pids: number[] = [];
  readonly #spawn = Deno.Command.prototype.spawn;

  constructor() {
    const { pids } = this;
    const spawn = this.#spawn;
    Deno.Command.prototype.spawn = function () {
      const child = spawn.call(this);
      pids.push(child.pid);
      return child;
    };
  }

  [Symbol.dispose](): void {
    Deno.Command.prototype.spawn = this.#spawn;
  }
}
